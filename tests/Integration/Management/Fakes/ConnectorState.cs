using OrleansConnect.Grains;

namespace OrleansConnect.Tests.Integration.Management.Fakes;

internal sealed record ConnectorState(ConnectorInfo Info, ConnectorStatus Status, TargetState Target)
{
    public static ConnectorState Of(string name, ConnectorKind kind, int tasks) =>
        Of(name, new Dictionary<string, string?> { ["connector.class"] = "FileStreamSource", ["name"] = name }, kind, tasks);

    public static ConnectorState Of(string name, IReadOnlyDictionary<string, string?> config, ConnectorKind kind, int tasks) => new(
        new ConnectorInfo(name, config, [.. Enumerable.Range(0, tasks).Select(task => new TaskId(name, task))], kind),
        new ConnectorStatus(name, Running, [.. Enumerable.Range(0, tasks).Select(task => new Grains.TaskStatus(task, Running, null))], kind),
        TargetState.Running);

    private static InstanceStatus Running => new(InstanceState.Running, FakeCluster.WorkerId, null, "1.2.3");
}
