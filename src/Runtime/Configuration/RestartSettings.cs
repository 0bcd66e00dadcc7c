using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Runtime.Configuration;

/// <summary>How failed tasks are restarted; by default not at all, as in Kafka Connect.</summary>
/// <param name="AttemptsMax">The most restarts in a row; -1 for no end, 0 for none.</param>
/// <param name="FirstBackoff">The pause before the first.</param>
/// <param name="LongestBackoff">The longest pause; a task that ran as long counts as healthy again.</param>
internal sealed record RestartSettings(int AttemptsMax, TimeSpan FirstBackoff, TimeSpan LongestBackoff)
{
    public static ConfigDef Definition { get; } = new ConfigDef()
        .Int("errors.restart.max.attempts", "How often in a row a failed task is restarted; -1 for ever.", 0, min: -1)
        .Long("errors.restart.backoff.initial.ms", "The pause before the first restart; it doubles.", 1000, min: 1)
        .Long("errors.restart.backoff.max.ms", "The longest pause.", 60000, min: 1);

    public static RestartSettings Of(IReadOnlyDictionary<string, string?> config)
    {
        var parsed = Definition.Parse(config);
        return new(
            parsed.GetInt("errors.restart.max.attempts"),
            TimeSpan.FromMilliseconds(parsed.GetLong("errors.restart.backoff.initial.ms")),
            TimeSpan.FromMilliseconds(parsed.GetLong("errors.restart.backoff.max.ms")));
    }

    /// <summary>The pause before the restart after so many: doubled each time up to the longest, and between half and all of that, so that tasks that failed together part.</summary>
    public TimeSpan BackoffAfter(int attempts, double random)
    {
        var full = Math.Min(FirstBackoff.TotalMilliseconds * Math.Pow(2, Math.Min(attempts, 40)), LongestBackoff.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(full * (0.5 + (random / 2)));
    }
}
