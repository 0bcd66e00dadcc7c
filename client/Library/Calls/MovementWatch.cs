using System.Runtime.CompilerServices;
using V1 = OrleansConnect.Grpc.V1;

namespace OrleansConnect.Client.Calls;

/// <summary>Follows movements across lost connections: each is told once.</summary>
internal sealed class MovementWatch(V1.ConnectService.ConnectServiceClient service, ConnectClientOptions options)
{
    private readonly StreamRetry _retry = new(options);

    public async IAsyncEnumerable<Movement> RunAsync(long afterId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            using var call = service.WatchMovements(new() { AfterId = afterId }, cancellationToken: cancellationToken);
            while (await _retry.TryMoveNextAsync(call.ResponseStream, cancellationToken).ConfigureAwait(false))
            {
                var movement = ClusterMessages.From(call.ResponseStream.Current);
                afterId = movement.Id;
                yield return movement;
            }

            await _retry.PauseAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
