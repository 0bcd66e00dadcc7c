namespace OrleansConnect.Kafka.Log;

/// <summary>Removes, now and then, what writers that died have left in the log, and deletions that are old enough.</summary>
internal sealed class LogSweeper(VersionedLogSettings settings, LogReader reader, LogState state, TimeProvider time) : IAsyncDisposable
{
    private const int RemovalsAtOnceMax = 10_000;
    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;

    public void Start() => _loop = SweepAsync(_stopping.Token);

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        // Every process sweeps; a share of chance in when lets the first one spare the others the work.
        var leftoverAge = settings.SweepAfter * (1 + Random.Shared.NextDouble());
        using var timer = new PeriodicTimer(leftoverAge / 2, time);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            var asOf = time.GetUtcNow();

            // A deletion may only leave the log once it is known that nothing is left that would come to life without it.
            if (await reader.TryCatchUpAsync(cancellationToken).ConfigureAwait(false))
            {
                state.Sweep(asOf, leftoverAge, RemovalsAtOnceMax);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }
}
