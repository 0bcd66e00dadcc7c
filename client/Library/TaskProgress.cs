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

    /// <summary>How long the last record that was put had waited in its topic, while there is a lag; zero when there is none, null where that is not known (sources).</summary>
    public TimeSpan? LagTime { get; init; }

    /// <summary>Records that the task has polled (sources) or that were read from Kafka (sinks).</summary>
    public long RecordsRead { get; init; }

    /// <summary>Serialized bytes of keys and values that were read from Kafka (sinks); null for sources, whose records have bytes only when they are sent.</summary>
    public long? BytesRead { get; init; }

    /// <summary>When a failed operation is tried again, while the task waits for that.</summary>
    public DateTimeOffset? WaitsUntil { get; init; }

    /// <summary>
    /// Since when it waits for <see cref="WaitsFor"/>, once that is longer than <c>task.stalled.after.ms</c>; null otherwise. No error by itself: a source without data waits in its poll.
    /// </summary>
    public DateTimeOffset? WaitsSince { get; init; }

    /// <summary>Since when the task has had work and has moved nothing, once that is longer than <c>task.stalled.after.ms</c>; null while all is well.</summary>
    public DateTimeOffset? StalledSince { get; init; }

    /// <summary>What has failed; null while nothing has.</summary>
    public TaskErrorFigures? Errors { get; init; }
}
