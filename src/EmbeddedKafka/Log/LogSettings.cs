namespace OrleansConnect.EmbeddedKafka.Log;

/// <summary>What a topic's configuration means to its logs; replaced as a whole when the configuration changes.</summary>
internal sealed record LogSettings
{
    public int SegmentBytes { get; init; } = 1024 * 1024 * 1024;

    public TimeSpan SegmentAge { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Null keeps records whatever their age.</summary>
    public TimeSpan? RetentionAge { get; init; }

    /// <summary>Null keeps records whatever their size.</summary>
    public long? RetentionBytes { get; init; }

    public bool IsCompacted { get; init; }

    public bool IsDeleted { get; init; }

    public TimeSpan DeleteRetention { get; init; } = TimeSpan.FromDays(1);

    public TimeSpan MinCompactionLag { get; init; }

    public double MinCleanableRatio { get; init; } = 0.5;

    public int MaxMessageBytes { get; init; } = 1048588;

    public long FlushMessages { get; init; } = long.MaxValue;

    public TimeSpan? FlushInterval { get; init; }

    public bool StampsOnAppend { get; init; }

    /// <summary>How far ahead of the clock a timestamp may be.</summary>
    public TimeSpan MaxTimestampLead { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How far behind the clock a timestamp may be.</summary>
    public TimeSpan MaxTimestampLag { get; init; } = TimeSpan.MaxValue;
}
