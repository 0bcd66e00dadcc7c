namespace OrleansConnect.Cli.Rendering;

/// <summary>What became of one connector, for scripts.</summary>
internal sealed record OutcomeJson(string Name, string Outcome, string? Error = null);
