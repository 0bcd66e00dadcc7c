namespace OrleansConnect.EmbeddedKafka.Server;

/// <summary>Who asks, and in which version of the api.</summary>
internal readonly record struct RequestContext(short Version, string ClientId, string ClientHost, CancellationToken Stopping);
