using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Testing;

/// <summary>What a task finds around it in a harness.</summary>
public sealed record HarnessOptions
{
    /// <summary>The connector's name.</summary>
    public string Connector { get; init; } = "test";

    /// <summary>The task's number.</summary>
    public int Task { get; init; }

    /// <summary>The task's clock; the system's unless set.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The committed source offsets; none unless set.</summary>
    public MemoryOffsets Offsets { get; init; } = new();

    /// <summary>The partitions of a sink task: <c>test-0</c> unless set.</summary>
    public IReadOnlyCollection<TopicPartition> Partitions { get; init; } = [new("test", 0)];

    /// <summary>Under which a sink task that stores offsets claims its partitions; higher than in every harness before unless set.</summary>
    public long? Generation { get; init; }

    /// <summary>How long a harness waits for records, in real time, before it gives up: 30 seconds unless set.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);
}
