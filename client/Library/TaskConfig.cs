namespace OrleansConnect.Client;

/// <summary>The configuration that a connector gave to one of its tasks.</summary>
/// <param name="Task">The task's number.</param>
/// <param name="Config">Its configuration, variables unresolved.</param>
public sealed record TaskConfig(int Task, IReadOnlyDictionary<string, string> Config)
{
    /// <summary>The number only: configurations may hold secrets.</summary>
    public override string ToString() => $"task {Task}";
}
