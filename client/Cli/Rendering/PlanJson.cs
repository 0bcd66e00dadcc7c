using OrleansConnect.Cli.Plans;

namespace OrleansConnect.Cli.Rendering;

/// <summary>A plan for scripts; secrets are hidden.</summary>
internal sealed record PlanJson(IReadOnlyList<PlannedConnectorJson> Connectors, bool Applied)
{
    public static PlanJson Of(Plan plan, bool applied) => new(
        [
            .. plan.Connectors.Select(connector => new PlannedConnectorJson(
                connector.Name,
                connector.Action.ToString().ToLowerInvariant(),
                connector.File,
                [.. connector.Changes.Select(change => new SettingChangeJson(change.Key, change.ShownBefore, change.ShownAfter))])),
        ],
        applied);
}
