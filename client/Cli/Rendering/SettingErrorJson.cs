namespace OrleansConnect.Cli.Rendering;

/// <summary>What is wrong with one setting, for scripts.</summary>
internal sealed record SettingErrorJson(string Key, string? Value, IReadOnlyList<string> Messages);
