namespace OrleansConnect.Grains;

/// <summary>What has failed in a task since it was started last.</summary>
[GenerateSerializer, Immutable, Alias("connect.TaskErrorFigures")]
public sealed record TaskErrorFigures
{
    /// <summary>Operations that failed, each attempt counted.</summary>
    [Id(0)]
    public long Failures { get; init; }

    /// <summary>Attempts that were made again.</summary>
    [Id(1)]
    public long Retries { get; init; }

    /// <summary>Records that were skipped for an error.</summary>
    [Id(2)]
    public long RecordsSkipped { get; init; }

    /// <summary>The last error: stage, class and message.</summary>
    [Id(3)]
    public string? Last { get; init; }

    /// <summary>When that was.</summary>
    [Id(4)]
    public DateTimeOffset? LastAt { get; init; }
}
