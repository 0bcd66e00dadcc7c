namespace OrleansConnect.Cli.Rendering;

/// <summary>A setting that changes, for scripts; absent before: it is new; absent after: it goes.</summary>
internal sealed record SettingChangeJson(string Key, string? Before, string? After);
