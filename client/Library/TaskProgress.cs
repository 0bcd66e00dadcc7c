namespace OrleansConnect.Client;

/// <summary>What a task has moved since it was started last. Workers report it about once a second while it changes.</summary>
public sealed record TaskProgress
{
    /// <summary>Records acknowledged by Kafka (sources) or taken by the task (sinks).</summary>
    public long Records { get; init; }

    /// <summary>Serialized bytes of keys and values of those records.</summary>
    public long Bytes { get; init; }

    /// <summary>Records that were filtered by a transformation or skipped for an error.</summary>
    public long RecordsSkipped { get; init; }

    /// <summary>Records read but not acknowledged (sources) or not put yet (sinks).</summary>
    public long RecordsInFlight { get; init; }

    /// <summary>Records in the topics behind the task's position; null where that is not known (sources).</summary>
    public long? Lag { get; init; }

    /// <summary>The last time offsets were committed, or null.</summary>
    public DateTimeOffset? CommittedAt { get; init; }

    /// <summary>The last time a record was moved, or null.</summary>
    public DateTimeOffset? ProgressedAt { get; init; }

    /// <summary>What the task is waiting for, for example <c>poll</c>; null while it works.</summary>
    public string? WaitsFor { get; init; }

    /// <summary>When these figures were taken, by the worker's clock.</summary>
    public DateTimeOffset TakenAt { get; init; }
}
