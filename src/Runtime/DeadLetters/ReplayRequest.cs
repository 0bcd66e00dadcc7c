namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>Dead letters to replay.</summary>
/// <param name="Letters">Which, at most <see cref="LettersMax"/> and 16 MiB.</param>
/// <param name="Target">Where to.</param>
public sealed record ReplayRequest(IReadOnlyList<LetterId> Letters, ReplayTarget Target)
{
    /// <summary>The most letters of a request.</summary>
    public const int LettersMax = 1000;

    /// <summary>A topic instead of the original one; null for that.</summary>
    public string? Topic { get; init; }

    /// <summary>Settings over the connector's, for this replay only; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Config { get; init; } = new Dictionary<string, string?>();

    /// <summary>Changes of the one letter; null for none.</summary>
    public LetterEdit? Edit { get; init; }

    /// <summary>Whether letters of unknown outcome are replayed too.</summary>
    public bool Again { get; init; }

    /// <summary>Whether it is only told what would become of the letters.</summary>
    public bool IsPreview { get; init; }
}
