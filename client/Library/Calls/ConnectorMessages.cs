using V1 = OrleansConnect.Grpc.V1;

namespace OrleansConnect.Client.Calls;

/// <summary>Connectors out of messages.</summary>
internal static class ConnectorMessages
{
    public static ConnectorInfo From(V1.Connector message) =>
        new(message.Name, From(message.Kind), new Dictionary<string, string>(message.Config), [.. message.Tasks]);

    public static ListedConnector From(V1.ListedConnector message) => new(
        message.Name,
        message.Connector is { } connector ? From(connector) : null,
        message.Status is { } status ? StatusMessages.From(status) : null);

    public static TaskConfig From(V1.TaskConfig message) => new(message.Task, new Dictionary<string, string>(message.Config));

    public static ConnectorKind From(V1.ConnectorKind message) => message switch
    {
        V1.ConnectorKind.Source => ConnectorKind.Source,
        V1.ConnectorKind.Sink => ConnectorKind.Sink,
        _ => ConnectorKind.Unknown,
    };

    public static V1.TargetState To(TargetState state) => state switch
    {
        TargetState.Running => V1.TargetState.Running,
        TargetState.Paused => V1.TargetState.Paused,
        TargetState.Stopped => V1.TargetState.Stopped,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "There is no such target state."),
    };
}
