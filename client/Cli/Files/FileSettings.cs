using OrleansConnect.Client;

namespace OrleansConnect.Cli.Files;

/// <summary>What stands in a file, before anything is checked.</summary>
internal sealed record FileSettings(IReadOnlyDictionary<string, string> Config, TargetState? InitialState);
