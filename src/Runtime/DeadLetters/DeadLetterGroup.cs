namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>Dead letters of one cause. What is null they do not say.</summary>
/// <param name="Id">Eight hexadecimal digits, the same as long as there is such a cause.</param>
/// <param name="Connector">Whose they are.</param>
/// <param name="Stage">Where they failed, as headers spell it: <c>VALUE_CONVERTER</c> and the like.</param>
/// <param name="ClassName">The class that was at work there.</param>
/// <param name="ExceptionClass">What it threw.</param>
/// <param name="Message">The message; … stands for numbers and quoted parts that are not the same in all.</param>
/// <param name="Letters">The letters, in their order.</param>
public sealed record DeadLetterGroup(
    string Id, string? Connector, string? Stage, string? ClassName, string? ExceptionClass, string Message, IReadOnlyList<ListedLetter> Letters)
{
    /// <summary>The earliest timestamp of their records.</summary>
    public DateTimeOffset? First { get; init; }

    /// <summary>The latest.</summary>
    public DateTimeOffset? Last { get; init; }
}
