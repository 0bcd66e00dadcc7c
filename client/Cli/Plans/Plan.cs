using OrleansConnect.Cli.Files;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Plans;

/// <summary>What has to be done so that the cluster is as the files say.</summary>
internal sealed record Plan(IReadOnlyList<PlannedConnector> Connectors)
{
    private const string NameKey = "name";

    public bool IsEmpty => Connectors.All(connector => connector.Action == PlannedAction.Unchanged);

    /// <summary>Compares files with what is there.</summary>
    /// <param name="wanted">The files.</param>
    /// <param name="present">The connectors of the cluster.</param>
    /// <param name="secretsOf">Which settings of a wanted or present connector must not be shown.</param>
    /// <param name="prune">Whether connectors that no file describes are deleted.</param>
    public static Plan Of(
        IReadOnlyList<ConnectorFile> wanted, IReadOnlyList<ConnectorInfo> present, Func<IReadOnlyDictionary<string, string>, Secrets> secretsOf, bool prune)
    {
        var byName = present.ToDictionary(connector => connector.Name);
        var planned = wanted.Select(file => PlanOne(file, byName.GetValueOrDefault(file.Name), secretsOf(file.Config)));
        var unwanted = prune ? present.ExceptBy(wanted.Select(file => file.Name), connector => connector.Name) : [];
        return new([.. planned, .. unwanted.Select(connector => new PlannedConnector(connector.Name, PlannedAction.Delete, null, []))]);
    }

    public int Count(PlannedAction action) => Connectors.Count(connector => connector.Action == action);

    private static PlannedConnector PlanOne(ConnectorFile file, ConnectorInfo? present, Secrets secrets)
    {
        var before = present?.Config ?? new Dictionary<string, string>();
        var keys = file.Config.Keys.Union(before.Keys).Where(key => key != NameKey).Order(StringComparer.Ordinal);
        var changes = keys.Where(key => file.Config.GetValueOrDefault(key) != before.GetValueOrDefault(key)).Select(key => new SettingChange(
            key,
            before.TryGetValue(key, out var old) ? secrets.Show(key, old) : null,
            file.Config.TryGetValue(key, out var wanted) ? secrets.Show(key, wanted) : null)).ToList();
        var action = present is null ? PlannedAction.Create : changes.Count > 0 ? PlannedAction.Change : PlannedAction.Unchanged;
        return new(file.Name, action, file, changes);
    }
}
