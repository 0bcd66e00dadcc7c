namespace OrleansConnect.Grains;

/// <summary>What a task has moved since it was started last. Reported about once a second while it changes.</summary>
[GenerateSerializer, Immutable, Alias("connect.TaskProgress")]
public sealed record TaskProgress
{
    /// <summary>No progress yet.</summary>
    public static TaskProgress None { get; } = new();

    /// <summary>Records acknowledged by Kafka (sources) or taken by the task (sinks).</summary>
    [Id(0)]
    public long Records { get; init; }

    /// <summary>Serialized bytes of keys and values of those records.</summary>
    [Id(1)]
    public long Bytes { get; init; }

    /// <summary>Records that were filtered by a transformation or skipped for an error.</summary>
    [Id(2)]
    public long RecordsSkipped { get; init; }

    /// <summary>Records read but not acknowledged (sources) or not put yet (sinks).</summary>
    [Id(3)]
    public long RecordsInFlight { get; init; }

    /// <summary>Records in the topics behind the task's position; null where that is not known (sources).</summary>
    [Id(4)]
    public long? Lag { get; init; }

    /// <summary>The last time offsets were committed, or null.</summary>
    [Id(5)]
    public DateTimeOffset? CommittedAt { get; init; }

    /// <summary>The last time a record was moved, or null.</summary>
    [Id(6)]
    public DateTimeOffset? ProgressedAt { get; init; }

    /// <summary>What the task is waiting for: <c>poll</c>, <c>put</c>, <c>kafka</c>, <c>retry</c> or the like; null while it works.</summary>
    [Id(7)]
    public string? WaitsFor { get; init; }

    /// <summary>When these figures were taken.</summary>
    [Id(8)]
    public DateTimeOffset TakenAt { get; init; }

    /// <summary>How long the last record that was put had waited in its topic, while there is a lag; zero when there is none, null where that is not known (sources).</summary>
    [Id(9)]
    public TimeSpan? LagTime { get; init; }

    /// <summary>Records that the task has polled (sources) or that were read from Kafka (sinks).</summary>
    [Id(10)]
    public long RecordsRead { get; init; }

    /// <summary>When a failed operation is tried again, while the task waits for that.</summary>
    [Id(11)]
    public DateTimeOffset? WaitsUntil { get; init; }

    /// <summary>Since when the task has had work and has moved nothing, once that is longer than <c>task.stalled.after.ms</c>; null while all is well.</summary>
    [Id(12)]
    public DateTimeOffset? StalledSince { get; init; }

    /// <summary>What has failed; null while nothing has.</summary>
    [Id(13)]
    public TaskErrorFigures? Errors { get; init; }

    /// <summary>
    /// Since when it waits for <see cref="WaitsFor"/>, once that is longer than <c>task.stalled.after.ms</c>; null otherwise. No error by itself: a source without data waits in its poll.
    /// </summary>
    [Id(14)]
    public DateTimeOffset? WaitsSince { get; init; }

    /// <summary>Serialized bytes of keys and values that were read from Kafka (sinks); null for sources, whose records have bytes only when they are sent.</summary>
    [Id(15)]
    public long? BytesRead { get; init; }
}
