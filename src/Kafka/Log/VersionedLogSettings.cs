namespace OrleansConnect.Kafka.Log;

/// <summary>Which topic a versioned log is, and how long things may take.</summary>
public sealed record VersionedLogSettings(KafkaConnection Connection, CompactedTopic Topic)
{
    /// <summary>How long to wait for Kafka at the start.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long one read may wait for Kafka before it is answered from memory.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long one write may take.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a deletion stays in the log, so that a late proposal cannot raise the dead.</summary>
    public TimeSpan DeletionRetention { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long the writer of a record that no longer counts has to remove it before anybody may.</summary>
    public TimeSpan SweepAfter { get; init; } = TimeSpan.FromSeconds(30);

    internal ForgettingRule Forgetting => new(DeletionRetention, WriteTimeout);

    internal CompactedTopic TopicToCreate => Topic with { TombstoneRetention = DeletionRetention };

    internal TailSettings Tail => new(Connection) { StartTimeout = StartTimeout, ReadTimeout = ReadTimeout };
}
