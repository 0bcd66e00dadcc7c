namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>One dead letter. What is null it does not say.</summary>
/// <param name="Id">Where it is.</param>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value.</param>
/// <param name="Headers">The headers it had before it failed.</param>
/// <param name="Context">The headers that say what went wrong, without <c>__connect.errors.</c>.</param>
public sealed record LetterDetails(
    LetterId Id, LetterPart Key, LetterPart Value, IReadOnlyList<KeyValuePair<string, LetterPart>> Headers, IReadOnlyList<KeyValuePair<string, string?>> Context)
{
    /// <summary>Milliseconds since 1970.</summary>
    public long? TimestampMs { get; init; }

    /// <summary>What was done with it; null for nothing yet.</summary>
    public LetterMark? Mark { get; init; }
}
