namespace OrleansConnect.Abstractions.Sinks;

/// <summary>What a record's timestamp in Kafka means.</summary>
public enum TimestampKind
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>Set by the producer.</summary>
    CreateTime,

    /// <summary>Set by the broker.</summary>
    LogAppendTime,
}
