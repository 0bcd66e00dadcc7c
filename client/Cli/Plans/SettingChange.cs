namespace OrleansConnect.Cli.Plans;

/// <summary>A setting that changes, as it may be shown; null before: it is new; null after: it goes.</summary>
internal sealed record SettingChange(string Key, string? ShownBefore, string? ShownAfter);
