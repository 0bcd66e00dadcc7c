using OrleansConnect.Grains;

namespace OrleansConnect.Management.Rest.Bodies;

internal sealed record ConnectorBody(string Name, IReadOnlyDictionary<string, string?> Config, IReadOnlyList<TaskIdBody> Tasks, string Type)
{
    public static ConnectorBody Of(ConnectorInfo info) =>
        new(info.Name, info.Config, [.. info.Tasks.Select(task => new TaskIdBody(task.Connector, task.Task))], RestNames.Of(info.Kind));
}
