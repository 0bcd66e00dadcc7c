namespace OrleansConnect.Abstractions.Configuration;

/// <summary>Settings without variables.</summary>
/// <param name="Settings">The settings with everything replaced that providers found. They may hold secrets: never log or store them.</param>
/// <param name="TimeToLive">How long they stay valid, or null if they do not expire.</param>
public sealed record ResolvedConfig(IReadOnlyDictionary<string, string?> Settings, TimeSpan? TimeToLive)
{
    /// <summary>What providers found, each with the variable it stands for. As secret as the settings.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Names nothing: the settings may hold secrets.</summary>
    public override string ToString() => $"{Settings.Count} settings";
}
