namespace OrleansConnect.Client;

/// <summary>What became of a dead letter in a replay, or would.</summary>
/// <param name="Id">The letter.</param>
/// <param name="State">What became of it.</param>
public sealed record ReplayedDeadLetter(string Id, ReplayState State)
{
    /// <summary>Where it goes, for example <c>topic orders</c> or <c>connector orders-sink</c>; null where that is not known.</summary>
    public string? To { get; init; }

    /// <summary>In a preview: the record as it would be written, or as a sink's task would be given it, in bytes of its converters; or null.</summary>
    public PreviewRecord? Record { get; init; }

    /// <summary>Why it failed; in a preview of a replay to a sink's topic, how it would fail in the connector again; or null.</summary>
    public PreviewError? Error { get; init; }

    /// <summary>What was done with it before; or null.</summary>
    public DeadLetterMark? Before { get; init; }
}
