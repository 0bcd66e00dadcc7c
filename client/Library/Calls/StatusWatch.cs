using System.Runtime.CompilerServices;
using Grpc.Core;
using V1 = OrleansConnect.Grpc.V1;

namespace OrleansConnect.Client.Calls;

/// <summary>Follows statuses across lost connections: what was deleted meanwhile is told as if it had been seen.</summary>
internal sealed class StatusWatch(V1.ConnectService.ConnectServiceClient service, ConnectClientOptions options, IEnumerable<string> names)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly V1.WatchStatusRequest _request = new() { Names = { names } };
    private readonly HashSet<string> _known = [];
    private readonly HashSet<string> _toldAnew = [];
    private long _lostAt;

    public async IAsyncEnumerable<StatusEvent> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _lostAt = options.TimeProvider.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            using var call = service.WatchStatus(_request, cancellationToken: cancellationToken);
            _toldAnew.Clear();
            while (await TryMoveNextAsync(call.ResponseStream, pause, cancellationToken).ConfigureAwait(false))
            {
                pause = FirstPause;
                foreach (var told in Tell(call.ResponseStream.Current))
                {
                    yield return told;
                }
            }

            yield return new(StatusEventKind.Interrupted);
            await Task.Delay(pause, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    // False: the connection was lost and may be made again.
    private async Task<bool> TryMoveNextAsync(IAsyncStreamReader<V1.StatusEvent> stream, TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            var isThere = await stream.MoveNext(cancellationToken).ConfigureAwait(false);
            _lostAt = options.TimeProvider.GetTimestamp();
            return isThere;
        }
        catch (RpcException e) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The watch was cancelled.", e, cancellationToken);
        }
        catch (RpcException e)
        {
            // What cannot be mended by another attempt, or goes on for too long, ends the watch.
            var mayPass = CallErrors.WasNeverSent(e) || e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Cancelled or StatusCode.Internal;
            return mayPass && options.TimeProvider.GetElapsedTime(_lostAt) + pause <= options.RetryFor ? false : throw CallErrors.Translate(e, options.Address);
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
