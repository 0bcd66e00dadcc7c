using OrleansConnect.Runtime.Preview;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>What became of a letter in a replay, or would.</summary>
/// <param name="Id">Which letter.</param>
/// <param name="State">What became of it.</param>
public sealed record ReplayedLetter(LetterId Id, ReplayState State)
{
    /// <summary>Where it goes: <c>topic orders</c> or <c>connector orders-sink</c>; null where that is not known.</summary>
    public string? To { get; init; }

    /// <summary>In a preview: the record as it would be written, or as the sink's transformations leave it.</summary>
    public PreviewRecord? Record { get; init; }

    /// <summary>Why it failed; in a preview of a replay to a topic, how it would fail in the connector again.</summary>
    public PreviewError? Error { get; init; }

    /// <summary>What was done with it before.</summary>
    public LetterMark? Before { get; init; }
}
