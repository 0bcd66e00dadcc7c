namespace OrleansConnect.Management.Rest.Bodies;

internal sealed record HealthBody(string Status, string Message);
