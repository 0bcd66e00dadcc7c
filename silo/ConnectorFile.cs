using OrleansConnect.Grains;

namespace OrleansConnect.Silo;

/// <summary>A connector that a file describes.</summary>
internal sealed record ConnectorFile(IReadOnlyDictionary<string, string?> Config, TargetState? InitialState);
