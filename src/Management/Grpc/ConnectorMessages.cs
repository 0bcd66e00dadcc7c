using Google.Protobuf.Collections;
using OrleansConnect.Grains;
using V1 = OrleansConnect.Grpc.V1;

namespace OrleansConnect.Management.Grpc;

/// <summary>Connectors, tasks and workers as gRPC messages.</summary>
internal static class ConnectorMessages
{
    public static V1.Connector Of(ConnectorInfo info)
    {
        var message = new V1.Connector { Name = info.Name, Kind = Of(info.Kind), Tasks = { info.Tasks.Select(task => task.Task) } };
        foreach (var (key, value) in info.Config)
        {
            // A setting without a value says no more than one that is absent.
            if (value is not null)
            {
                message.Config.Add(key, value);
            }
        }

        return message;
    }

    public static V1.TaskConfig Of(TaskConfig task)
    {
        var message = new V1.TaskConfig { Task = task.Id.Task };
        foreach (var (key, value) in task.Config)
        {
            message.Config.Add(key, value);
        }

        return message;
    }

    public static V1.ConnectorKind Of(ConnectorKind kind) => kind switch
    {
        ConnectorKind.Source => V1.ConnectorKind.Source,
        ConnectorKind.Sink => V1.ConnectorKind.Sink,
        _ => V1.ConnectorKind.Unspecified,
    };

    public static TargetState? Of(V1.TargetState state) => state switch
    {
        V1.TargetState.Unspecified => null,
        V1.TargetState.Running => TargetState.Running,
        V1.TargetState.Paused => TargetState.Paused,
        V1.TargetState.Stopped => TargetState.Stopped,
        _ => throw ConnectRequestException.Invalid($"There is no target state {(int)state}. Use running, paused or stopped."),
    };

    public static Dictionary<string, string?> Of(MapField<string, string> config) =>
        config.ToDictionary(setting => setting.Key, string? (setting) => setting.Value);
}
