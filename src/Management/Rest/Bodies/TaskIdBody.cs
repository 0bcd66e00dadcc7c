namespace OrleansConnect.Management.Rest.Bodies;

internal sealed record TaskIdBody(string Connector, int Task);
