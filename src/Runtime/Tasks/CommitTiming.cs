namespace OrleansConnect.Runtime.Tasks;

/// <summary>When offsets are committed.</summary>
/// <param name="Interval"><c>offset.flush.interval.ms</c>.</param>
/// <param name="Timeout"><c>offset.flush.timeout.ms</c>.</param>
/// <param name="Time">The clock of the interval.</param>
internal sealed record CommitTiming(TimeSpan Interval, TimeSpan Timeout, TimeProvider Time);
