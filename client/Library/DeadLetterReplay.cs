namespace OrleansConnect.Client;

/// <summary>Which dead letters to replay, and how.</summary>
/// <param name="Ids">The letters, at most 1,000 and 32 MiB.</param>
public sealed record DeadLetterReplay(IReadOnlyList<string> Ids)
{
    /// <summary>Where to; default the topic. A source's letters go through its transformations and converters to the topic, whichever is asked for.</summary>
    public ReplayTarget Target { get; init; }

    /// <summary>A topic instead of the original one, or null.</summary>
    public string? Topic { get; init; }

    /// <summary>Settings over the connector's, for this replay only; null leaves one out. Not for a sink's letters that go back to their topic.</summary>
    public IReadOnlyDictionary<string, string?> Config { get; init; } = new Dictionary<string, string?>();

    /// <summary>Changes of the letter, if it is a single one; or null.</summary>
    public DeadLetterEdit? Edit { get; init; }

    /// <summary>Whether letters of unknown outcome are replayed too, which may write them twice; default false.</summary>
    public bool Again { get; init; }
}
