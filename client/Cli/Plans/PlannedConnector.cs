using OrleansConnect.Cli.Files;

namespace OrleansConnect.Cli.Plans;

/// <summary>What a plan does to one connector.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Action">What is done.</param>
/// <param name="Wanted">The file that describes it; null for one that is deleted.</param>
/// <param name="Changes">The settings that differ.</param>
internal sealed record PlannedConnector(string Name, PlannedAction Action, ConnectorFile? Wanted, IReadOnlyList<SettingChange> Changes)
{
    public string? File => Wanted?.Path;
}
