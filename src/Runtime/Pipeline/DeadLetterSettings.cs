using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Runtime.Pipeline;

/// <summary>Where a connector's bad records go.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="ReplicationFactor">Copies of it, when it has to be created; -1 leaves that to the broker.</param>
/// <param name="HasContext">Whether headers tell what went wrong.</param>
internal sealed record DeadLetterSettings(string Topic, short ReplicationFactor, bool HasContext)
{
    private const string TopicKey = "errors.deadletterqueue.topic.name";
    private const string ReplicationKey = "errors.deadletterqueue.topic.replication.factor";
    private const string ContextKey = "errors.deadletterqueue.context.headers.enable";

    public static ConfigDef Definition { get; } = new ConfigDef()
        .String(TopicKey, "Topic for records that fail.", "")
        .Short(ReplicationKey, "Copies of the topic.", 3)
        .Boolean(ContextKey, "Whether headers tell what went wrong.", false);

    /// <summary>The settings; null when there is no dead letter queue.</summary>
    public static DeadLetterSettings? From(IReadOnlyDictionary<string, string?> connectorConfig)
    {
        var parsed = Definition.Parse(connectorConfig);
        return parsed.GetString(TopicKey) is { Length: > 0 } topic ? new(topic, parsed.GetShort(ReplicationKey), parsed.GetBoolean(ContextKey)) : null;
    }
}
