using Grpc.Core;

namespace OrleansConnect.Client.Calls;

/// <summary>
/// Repeats calls that a worker could not take. A request that never left is repeated always; one that may have taken effect only if taking effect twice is the same as once.
/// </summary>
internal sealed class CallRetry(ConnectClientOptions options)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>Runs a call whose repetition changes nothing. It is told whether an earlier attempt may have taken effect.</summary>
    public Task<T> RunAsync<T>(Func<CallOptions, bool, Task<T>> call, CancellationToken cancellationToken) => RunAsync(call, isRepeatable: true, cancellationToken);

    /// <summary>Runs a call that is repeated only if it never left.</summary>
    public Task<T> RunOnceAsync<T>(Func<CallOptions, Task<T>> call, CancellationToken cancellationToken) =>
        RunAsync((options, _) => call(options), isRepeatable: false, cancellationToken);

    private async Task<T> RunAsync<T>(Func<CallOptions, bool, Task<T>> call, bool isRepeatable, CancellationToken cancellationToken)
    {
        var started = options.TimeProvider.GetTimestamp();
        var mayHaveTakenEffect = false;
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await call(OptionsOfOneAttempt(cancellationToken), mayHaveTakenEffect).ConfigureAwait(false);
            }
            catch (RpcException e) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException("The call was cancelled.", e, cancellationToken);
            }
            catch (RpcException e)
            {
                var wasSent = !CallErrors.WasNeverSent(e);
                var mayRepeat = !wasSent || (isRepeatable && CallErrors.IsWorthRepeating(e));
                if (!mayRepeat || options.TimeProvider.GetElapsedTime(started) + pause > options.RetryFor)
                {
                    throw CallErrors.Translate(e, options.Address);
                }

                mayHaveTakenEffect |= wasSent;
            }

            await Task.Delay(pause, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private CallOptions OptionsOfOneAttempt(CancellationToken cancellationToken) =>
        new(deadline: (options.TimeProvider.GetUtcNow() + options.Timeout).UtcDateTime, cancellationToken: cancellationToken);
}
