using OrleansConnect.Grains;

namespace OrleansConnect.Management.Rest.Bodies;

internal sealed record ClusterBody(IReadOnlyList<ClusterWorkerBody> Workers, IReadOnlyList<UnassignedBody> Unassigned, IReadOnlyList<MovementBody> Movements)
{
    public static ClusterBody Of(ClusterOverview overview) => new(
        [.. overview.Workers.Select(ClusterWorkerBody.Of)],
        [.. overview.Unassigned.Select(work => new UnassignedBody(work.What, work.Reason))],
        [.. overview.Movements.Select(movement => new MovementBody(movement.Id, movement.At.UtcDateTime, movement.What, movement.From, movement.To, movement.Reason))]);
}
