namespace OrleansConnect.Cli.Rendering;

/// <summary>What a plan does to one connector, for scripts: <c>create</c>, <c>change</c>, <c>unchanged</c> or <c>delete</c>.</summary>
internal sealed record PlannedConnectorJson(string Name, string Action, string? File, IReadOnlyList<SettingChangeJson> Changes);
