using Microsoft.Extensions.Logging;
using OrleansConnect.EmbeddedKafka.Log;

namespace OrleansConnect.EmbeddedKafka.Server;

/// <summary>What the broker does of its own accord: watch groups and transactions, flush, drop and compact logs.</summary>
internal sealed partial class Maintenance(BrokerParts parts, ILogger<Maintenance> logger) : IAsyncDisposable
{
    private static readonly TimeSpan GroupInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FlushInterval = TimeSpan.FromMilliseconds(500);
    private readonly CancellationTokenSource _stopping = new();
    private Task _loops = Task.CompletedTask;

    public void Start() => _loops = Task.WhenAll(
        EveryAsync(GroupInterval, parts.Groups.Tick),
        EveryAsync(FlushInterval, Flush),
        EveryAsync(Interval("transaction.abort.timed.out.transaction.cleanup.interval.ms"), () => parts.Transactions.Expire(Interval("transactional.id.expiration.ms"))),
        EveryAsync(Interval("offsets.retention.check.interval.ms"), parts.Groups.ExpireOffsets),
        EveryAsync(Interval("log.retention.check.interval.ms"), Retain),
        EveryAsync(Interval("log.cleaner.backoff.ms"), Clean));

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loops.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task EveryAsync(TimeSpan interval, Action action)
    {
        using var timer = new PeriodicTimer(interval, parts.Time);
        while (await timer.WaitForNextTickAsync(_stopping.Token))
        {
            try
            {
                action();
            }
            catch (Exception exception)
            {
                // The edge of a background task: it is tried again at the next tick.
                LogFailed(exception);
            }
        }
    }

    private void Flush()
    {
        foreach (var log in parts.Logs.Where(log => log.Settings.FlushInterval is not null))
        {
            log.FlushWhenDue();
        }
    }

    private void Retain()
    {
        foreach (var log in parts.Logs)
        {
            ForLog(log, () => LogRetention.Apply(log, parts.Time.GetUtcNow()));
            log.ExpireProducers();
        }
    }

    private void Clean()
    {
        foreach (var log in parts.Logs.Where(log => log.Settings.IsCompacted && parts.Config.Bool("log.cleaner.enable")))
        {
            ForLog(log, () =>
            {
                var before = log.SizeBytes;
                if (LogCleaner.CleanWhenDirty(log, parts.Time.GetUtcNow()))
                {
                    LogCleaned(log.Directory, before, log.SizeBytes);
                }
            });
        }
    }

    /// <summary>One log that fails, or is deleted meanwhile, does not keep the others from being looked after.</summary>
    private void ForLog(PartitionLog log, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or ObjectDisposedException)
        {
            LogLogFailed(exception, log.Directory);
        }
    }

    private TimeSpan Interval(string name) => parts.Config.Milliseconds(name);

    [LoggerMessage(LogLevel.Debug, "The log in {Directory} was compacted from {Before} to {After} bytes.")]
    private partial void LogCleaned(string directory, long before, long after);

    [LoggerMessage(LogLevel.Warning, "Retention or compaction of the log in {Directory} failed; it is tried again later.")]
    private partial void LogLogFailed(Exception exception, string directory);

    [LoggerMessage(LogLevel.Error, "A background task failed; it is tried again at its next turn.")]
    private partial void LogFailed(Exception exception);
}
