using Grpc.Core;
using OrleansConnect.Grpc.V1;
using OrleansConnect.Management.Watching;

namespace OrleansConnect.Management.Grpc;

/// <summary>Sends a client what a watch sees, until the client goes or the cluster does not answer.</summary>
internal sealed class StatusStream(StatusWatch watch, IServerStreamWriter<StatusEvent> stream)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var status in await watch.StartAsync(cancellationToken))
        {
            await stream.WriteAsync(new() { Status = StatusMessages.Of(status) }, cancellationToken);
        }

        await stream.WriteAsync(new() { CaughtUp = new() }, cancellationToken);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var loops = new[] { SendAsync(either.Token), watch.RenewAsync(either.Token) };
        var ended = await Task.WhenAny(loops);
        await either.CancelAsync();
        await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ended;
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var (name, status) in await watch.TakeAsync(cancellationToken))
            {
                var news = status is null ? new StatusEvent { Deleted = name } : new StatusEvent { Status = StatusMessages.Of(status) };
                await stream.WriteAsync(news, cancellationToken);
            }
        }
    }
}
