using Grpc.Core;

namespace OrleansConnect.Client.Calls;

/// <summary>Reads streams that are opened again after they were lost, for as long as <see cref="ConnectClientOptions.RetryFor"/>.</summary>
internal sealed class StreamRetry(ConnectClientOptions options)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private TimeSpan _pause = FirstPause;
    private long _lostAt = options.TimeProvider.GetTimestamp();

    /// <summary>False: the stream was lost and may be opened again, after <see cref="PauseAsync"/>.</summary>
    public async Task<bool> TryMoveNextAsync<T>(IAsyncStreamReader<T> stream, CancellationToken cancellationToken)
    {
        try
        {
            var isThere = await stream.MoveNext(cancellationToken).ConfigureAwait(false);
            _lostAt = options.TimeProvider.GetTimestamp();
            _pause = isThere ? FirstPause : _pause;
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
            return mayPass && options.TimeProvider.GetElapsedTime(_lostAt) + _pause <= options.RetryFor ? false : throw CallErrors.Translate(e, options.Address);
        }
    }

    /// <summary>Waits before the next attempt, a little longer each time.</summary>
    public async Task PauseAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(_pause, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
    }
}
