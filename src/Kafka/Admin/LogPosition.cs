namespace OrleansConnect.Kafka.Admin;

/// <summary>Which offset of a partition is asked for.</summary>
public readonly record struct LogPosition
{
    private LogPosition(long timestampMs) => TimestampMs = timestampMs;

    /// <summary>Behind the last record.</summary>
    public static LogPosition Latest { get; } = new(-1);

    /// <summary>The first record that is still there.</summary>
    public static LogPosition Earliest { get; } = new(-2);

    /// <summary>A time, or a negative number for the two above, as in Kafka's protocol.</summary>
    internal long TimestampMs { get; }

    /// <summary>The first record of this time or later; behind the last record if there is none.</summary>
    public static LogPosition AtTime(DateTimeOffset time)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(time.ToUnixTimeMilliseconds());
        return new LogPosition(time.ToUnixTimeMilliseconds());
    }
}
