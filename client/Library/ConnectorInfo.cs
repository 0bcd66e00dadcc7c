namespace OrleansConnect.Client;

/// <summary>A connector as configured.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Source or sink.</param>
/// <param name="Config">Its configuration as it was given: variables such as <c>${file:…}</c> are not resolved, and passwords that stand in it are here too.</param>
/// <param name="Tasks">The numbers of its tasks.</param>
public sealed record ConnectorInfo(string Name, ConnectorKind Kind, IReadOnlyDictionary<string, string> Config, IReadOnlyList<int> Tasks)
{
    /// <summary>The name and kind only: configurations may hold secrets.</summary>
    public override string ToString() => $"{Name} ({Kind}, {Tasks.Count} tasks)";
}
