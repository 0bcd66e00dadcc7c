using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Runtime.Pipeline;

/// <summary>What a connector's configuration says about errors of single records.</summary>
/// <param name="RetryTimeout">How long a retriable operation is tried again; zero for never, null for ever.</param>
/// <param name="RetryDelayMax">The longest pause between two attempts.</param>
/// <param name="IsTolerant">Whether records that fail are skipped.</param>
/// <param name="IsLogged">Whether errors are logged.</param>
/// <param name="LogsRecords">Whether the log names the record.</param>
internal sealed record ErrorSettings(TimeSpan? RetryTimeout, TimeSpan RetryDelayMax, bool IsTolerant, bool IsLogged, bool LogsRecords)
{
    /// <summary>How much is tolerated.</summary>
    public ErrorLimits Limits { get; init; } = ErrorLimits.None;

    public static ConfigDef Definition { get; } = new ConfigDef()
        .Long("errors.retry.timeout", "How long a failed operation is tried again.", 0)
        .Long("errors.retry.delay.max.ms", "The longest pause between attempts.", 60_000)
        .String("errors.tolerance", "Whether records that fail are skipped.", "none", validator: Validators.OneOf("none", "all"))
        .Boolean("errors.log.enable", "Whether errors are logged.", false)
        .Boolean("errors.log.include.messages", "Whether the log names the record.", false);

    public static ErrorSettings From(IReadOnlyDictionary<string, string?> connectorConfig)
    {
        var parsed = Definition.Parse(connectorConfig);
        var timeoutMs = parsed.GetLong("errors.retry.timeout");
        return new(
            timeoutMs < 0 ? null : TimeSpan.FromMilliseconds(timeoutMs),
            TimeSpan.FromMilliseconds(Math.Max(0, parsed.GetLong("errors.retry.delay.max.ms"))),
            parsed.GetString("errors.tolerance") == "all",
            parsed.GetBoolean("errors.log.enable"),
            parsed.GetBoolean("errors.log.include.messages"))
        {
            Limits = ErrorLimits.Of(connectorConfig),
        };
    }
}
