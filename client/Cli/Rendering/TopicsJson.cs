namespace OrleansConnect.Cli.Rendering;

/// <summary>The topics that a connector has used, for scripts.</summary>
internal sealed record TopicsJson(string Name, IReadOnlyList<string> Topics);
