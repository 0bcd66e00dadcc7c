namespace OrleansConnect.Management.Rest.Bodies;

internal sealed record MessageBody(string Message);
