using OrleansConnect.Cli.Watching;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Rendering;

/// <summary>A connector's status for scripts.</summary>
internal sealed record StatusJson
{
    public required string Name { get; init; }

    public required string Type { get; init; }

    public required string State { get; init; }

    public required string WorkerId { get; init; }

    public string? Version { get; init; }

    public string? Trace { get; init; }

    public string? Trouble { get; init; }

    public bool? IsOutdated { get; init; }

    public required IReadOnlyList<TaskJson> Tasks { get; init; }

    public static StatusJson Of(ConnectorStatus status, RateMeter? rates = null) => new()
    {
        Name = status.Name,
        Type = States.Word(status.Kind),
        State = States.Word(status.Connector.State),
        WorkerId = status.Connector.WorkerId,
        Version = status.Connector.Version,
        Trace = status.Connector.Trace,
        Trouble = status.Trouble,
        IsOutdated = status.IsOutdated ? true : null,
        Tasks = [.. status.Tasks.Select(task => TaskJson.Of(task, rates?.RateOf(status.Name, task.Id)))],
    };
}
