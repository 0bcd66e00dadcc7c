using OrleansConnect.Client;

namespace OrleansConnect.Cli.Files;

/// <summary>A connector that a file describes.</summary>
internal sealed record ConnectorFile(string Path, string Name, IReadOnlyDictionary<string, string> Config, TargetState? InitialState)
{
    /// <summary>The name and file only: configurations may hold secrets.</summary>
    public override string ToString() => $"{Name} ({Path})";
}
