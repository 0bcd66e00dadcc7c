namespace OrleansConnect.Client;

/// <summary>Dead letters of one cause. What is null the letters do not say: set <c>errors.deadletterqueue.context.headers.enable</c>.</summary>
/// <param name="Id">Eight hexadecimal digits, the same as long as there is such a cause.</param>
/// <param name="Connector">Whose they are.</param>
/// <param name="Stage">Where they failed: <c>VALUE_CONVERTER</c>, <c>TRANSFORMATION</c>, <c>TASK_PUT</c> and the like.</param>
/// <param name="ClassName">The plugin that was at work there.</param>
/// <param name="ExceptionClass">What it threw.</param>
/// <param name="Message">The exception's message, with … for numbers and quoted parts that are not the same in all.</param>
/// <param name="Letters">The letters, in the order of the queue.</param>
public sealed record DeadLetterGroup(
    string Id, string? Connector, string? Stage, string? ClassName, string? ExceptionClass, string Message, IReadOnlyList<ListedDeadLetter> Letters)
{
    /// <summary>The earliest timestamp of the records; null where they have none.</summary>
    public DateTimeOffset? First { get; init; }

    /// <summary>The latest timestamp of the records; null where they have none.</summary>
    public DateTimeOffset? Last { get; init; }
}
