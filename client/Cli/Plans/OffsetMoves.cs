namespace OrleansConnect.Cli.Plans;

/// <summary>The ways to move a sink through the logs of its topics.</summary>
internal static class OffsetMoves
{
    public static OffsetMove ToEarliest { get; } = (log, _) => log.Start;

    public static OffsetMove ToLatest { get; } = (log, _) => log.End;

    /// <summary>To the first record of the time that the logs were asked for.</summary>
    public static OffsetMove ToTime { get; } = (log, _) => log.AtTime;

    /// <summary>So many records forward, or back where it is negative, but not out of the log. Who has no offset stays without.</summary>
    public static OffsetMove By(long count) => (log, now) => now is { } from ? (long)Int128.Clamp((Int128)from + count, log.Start, log.End) : null;
}
