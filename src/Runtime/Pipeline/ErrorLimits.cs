using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Runtime.Pipeline;

/// <summary>How much a tolerant task tolerates; by default anything, as in Kafka Connect.</summary>
/// <param name="CountMax">The most records it skips for errors from one start to the next; null for any number.</param>
/// <param name="PercentMax">The most of those it has read, in percent; null for all. Counts from the hundredth record on.</param>
internal sealed record ErrorLimits(long? CountMax, double? PercentMax)
{
    private const string CountKey = "errors.tolerance.max.count";
    private const string PercentKey = "errors.tolerance.max.percent";

    // With less read, a single bad record would be a high percentage.
    private const long ReadMin = 100;

    public static ErrorLimits None { get; } = new(null, null);

    public static ConfigDef Definition { get; } = new ConfigDef()
        .Long(CountKey, "The most records that a tolerant task skips.", required: false, min: 0)
        .Double(PercentKey, "The most of the records that a tolerant task skips, in percent.", required: false, min: 0);

    public static ErrorLimits Of(IReadOnlyDictionary<string, string?> connectorConfig)
    {
        var parsed = Definition.Parse(connectorConfig);
        return new(parsed.GetLongOrNull(CountKey), parsed.GetDoubleOrNull(PercentKey));
    }

    /// <summary>Throws when more was skipped than is tolerated.</summary>
    public void Check(long skipped, long read, Exception last)
    {
        if (skipped > CountMax)
        {
            throw Exceeded(skipped, read, CountKey, $"{CountMax}", last);
        }

        if (skipped * 100.0 > PercentMax * Math.Max(read, ReadMin))
        {
            throw Exceeded(skipped, read, PercentKey, $"{PercentMax}", last);
        }
    }

    private static ConnectException Exceeded(long skipped, long read, string key, string value, Exception last) => new(
        $"Tolerance exceeded in error handler. The task has skipped {skipped} of {read} records since it was started, and '{key}' is {value}. "
        + "Mend what made them fail and restart the task, or raise the limit.",
        last);
}
