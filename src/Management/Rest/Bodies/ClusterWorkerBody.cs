using OrleansConnect.Grains;

namespace OrleansConnect.Management.Rest.Bodies;

internal sealed record ClusterWorkerBody(
    string WorkerId, string Silo, string Version, IReadOnlyList<string> Labels, bool Leader, bool Leaving, IReadOnlyList<string> Connectors, IReadOnlyList<TaskIdBody> Tasks)
{
    public static ClusterWorkerBody Of(WorkerInfo worker) => new(
        worker.WorkerId,
        worker.Silo,
        worker.Version,
        worker.Labels,
        worker.IsLeader,
        worker.IsLeaving,
        worker.Connectors,
        [.. worker.Tasks.Select(task => new TaskIdBody(task.Connector, task.Task))]);
}
