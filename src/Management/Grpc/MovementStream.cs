using System.Diagnostics;
using Grpc.Core;
using OrleansConnect.Grains;
using OrleansConnect.Management.Requests;
using V1 = OrleansConnect.Grpc.V1;

namespace OrleansConnect.Management.Grpc;

/// <summary>Sends a client every movement of work, by asking the cluster grain twice a second: that outlives the moves of the grain itself.</summary>
internal sealed class MovementStream(ConnectorRequests requests, IServerStreamWriter<V1.Movement> stream)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    // Much longer than the grain takes to come back after its worker died.
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(30);

    private long _answeredAt = Stopwatch.GetTimestamp();

    public async Task RunAsync(long afterId, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval);
        do
        {
            foreach (var movement in await AskAsync(afterId, cancellationToken))
            {
                await stream.WriteAsync(ClusterMessages.Of(movement), cancellationToken);
                afterId = movement.Id;
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task<IReadOnlyList<Movement>> AskAsync(long afterId, CancellationToken cancellationToken)
    {
        try
        {
            var movements = await requests.Cluster.GetMovements(afterId, cancellationToken);
            _answeredAt = Stopwatch.GetTimestamp();
            return movements;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested && Stopwatch.GetElapsedTime(_answeredAt) < SilenceMax)
        {
            // It is on its way to another worker, which is when movements are of interest.
            return [];
        }
    }
}
