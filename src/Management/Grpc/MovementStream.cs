using Grpc.Core;
using OrleansConnect.Management.Requests;
using V1 = OrleansConnect.Grpc.V1;

namespace OrleansConnect.Management.Grpc;

/// <summary>Sends a client every movement of work, by asking the cluster grain twice a second: that outlives the moves of the grain itself.</summary>
internal sealed class MovementStream(ConnectorRequests requests, IServerStreamWriter<V1.Movement> stream)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    public async Task RunAsync(long afterId, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval);
        do
        {
            var overview = await requests.Cluster.GetOverview(cancellationToken);
            foreach (var movement in overview.Movements.Where(movement => movement.Id > afterId))
            {
                await stream.WriteAsync(ClusterMessages.Of(movement), cancellationToken);
                afterId = movement.Id;
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}
