using System.Runtime.CompilerServices;
using V1 = OrleansConnect.Grpc.V1;

namespace OrleansConnect.Client.Calls;

/// <summary>Follows statuses across lost connections: what was deleted meanwhile is told as if it had been seen.</summary>
internal sealed class StatusWatch(V1.ConnectService.ConnectServiceClient service, ConnectClientOptions options, IEnumerable<string> names)
{
    private readonly V1.WatchStatusRequest _request = new() { Names = { names } };
    private readonly HashSet<string> _known = [];
    private readonly HashSet<string> _toldAnew = [];
    private readonly StreamRetry _retry = new(options);

    public async IAsyncEnumerable<StatusEvent> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            using var call = service.WatchStatus(_request, cancellationToken: cancellationToken);
            _toldAnew.Clear();
            while (await _retry.TryMoveNextAsync(call.ResponseStream, cancellationToken).ConfigureAwait(false))
            {
                foreach (var told in Tell(call.ResponseStream.Current))
                {
                    yield return told;
                }
            }

            yield return new(StatusEventKind.Interrupted);
            await _retry.PauseAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private IEnumerable<StatusEvent> Tell(V1.StatusEvent told)
    {
        switch (told.EventCase)
        {
            case V1.StatusEvent.EventOneofCase.Status:
                _known.Add(told.Status.Name);
                _toldAnew.Add(told.Status.Name);
                yield return new(StatusEventKind.Status, told.Status.Name, StatusMessages.From(told.Status));
                break;
            case V1.StatusEvent.EventOneofCase.Deleted:
                _known.Remove(told.Deleted);
                yield return new(StatusEventKind.Deleted, told.Deleted);
                break;
            case V1.StatusEvent.EventOneofCase.CaughtUp:
                foreach (var gone in _known.Except(_toldAnew).ToList())
                {
                    _known.Remove(gone);
                    yield return new(StatusEventKind.Deleted, gone);
                }

                yield return new(StatusEventKind.CaughtUp);
                break;
        }
    }
}
