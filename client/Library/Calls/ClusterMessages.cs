using V1 = OrleansConnect.Grpc.V1;

namespace OrleansConnect.Client.Calls;

/// <summary>The cluster out of messages.</summary>
internal static class ClusterMessages
{
    public static ClusterInfo From(V1.Cluster message) => new(
        message.Version, message.Commit, message.KafkaClusterId.Length == 0 ? null : message.KafkaClusterId, [.. message.Workers.Select(From)])
    {
        Unassigned = [.. message.Unassigned.Select(work => new UnassignedWork(work.What, work.Reason))],
        Movements = [.. message.Movements.Select(From)],
    };

    public static Movement From(V1.Movement message) => new(
        message.Id,
        message.At?.ToDateTimeOffset() ?? default,
        message.What,
        message.HasFrom ? message.From : null,
        message.HasTo ? message.To : null,
        message.Reason);

    private static WorkerInfo From(V1.Worker message) =>
        new(message.Id, message.Silo, [.. message.Connectors], [.. message.Tasks.Select(task => new TaskReference(task.Connector, task.Task))])
        {
            Version = message.Version,
            Labels = [.. message.Labels],
            IsLeader = message.Leader,
            IsLeaving = message.Leaving,
        };
}
