namespace OrleansConnect.Management.Rest.Bodies;

internal sealed record ServerBody(string Version, string Commit, string? KafkaClusterId);
