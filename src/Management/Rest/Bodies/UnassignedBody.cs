namespace OrleansConnect.Management.Rest.Bodies;

internal sealed record UnassignedBody(string What, string Reason);
