using Google.Protobuf.WellKnownTypes;
using OrleansConnect.Grains;
using V1 = OrleansConnect.Grpc.V1;

namespace OrleansConnect.Management.Grpc;

/// <summary>The cluster as gRPC messages.</summary>
internal static class ClusterMessages
{
    public static V1.Worker Of(WorkerInfo worker) => new()
    {
        Id = worker.WorkerId,
        Silo = worker.Silo,
        Connectors = { worker.Connectors },
        Tasks = { worker.Tasks.Select(task => new V1.TaskId { Connector = task.Connector, Task = task.Task }) },
        Version = worker.Version,
        Labels = { worker.Labels },
        Leaving = worker.IsLeaving,
        Leader = worker.IsLeader,
    };

    public static V1.UnassignedWork Of(UnassignedWork work) => new() { What = work.What, Reason = work.Reason };

    public static V1.Movement Of(Movement movement)
    {
        var message = new V1.Movement { Id = movement.Id, At = Timestamp.FromDateTimeOffset(movement.At), What = movement.What, Reason = movement.Reason };
        if (movement.From is { } from)
        {
            message.From = from;
        }

        if (movement.To is { } to)
        {
            message.To = to;
        }

        return message;
    }
}
