namespace OrleansConnect.Client;

/// <summary>What has failed in a task since it was started last.</summary>
public sealed record TaskErrorFigures
{
    /// <summary>Operations that failed, each attempt counted.</summary>
    public long Failures { get; init; }

    /// <summary>Attempts that were made again.</summary>
    public long Retries { get; init; }

    /// <summary>Records that were skipped for an error.</summary>
    public long RecordsSkipped { get; init; }

    /// <summary>The last error: stage, class and message.</summary>
    public string? Last { get; init; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? LastAt { get; init; }
}
