namespace OrleansConnect.Cli.Rendering;

/// <summary>A connector with everything known of it, for scripts; secrets are hidden.</summary>
internal sealed record DescriptionJson(string Name, string Type, IReadOnlyDictionary<string, string> Config, StatusJson Status);
