using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansConnect.Runtime.Grains;

namespace OrleansConnect.Runtime.Placement;

/// <summary>
/// Hands over this worker's tasks before it leaves, while everything still works: each flushes and commits here and starts elsewhere. What is left after the limit, or when
/// there is nobody to take it, ends with the silo, which flushes and commits too. Without Kafka nothing can be handed over.
/// </summary>
internal sealed partial class Drain(
    LocalTasks running, WorkerPresence presence, MembershipWatcher watcher, WorkerLease lease, TimeProvider time, ILogger<Drain> logger)
    : IHostedLifecycleService
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(20);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        presence.SetLeaving();
        if (!watcher.HasPeers)
        {
            // Their connectors stop with this worker too: a report would only look in vain for a place where to wake one up.
            running.Silence();
            return;
        }

        if (running.Count == 0)
        {
            return;
        }

        if (!lease.IsHeld)
        {
            LogOutOfTouch(running.Count);
            return;
        }

        var start = time.GetTimestamp();
        LogDraining(running.Count);
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await watcher.TellAsync().WaitAsync(either.Token);
            while (running.Count > 0)
            {
                await Task.Delay(LookInterval, time, either.Token);
            }

            LogDrained(time.GetElapsedTime(start).TotalMilliseconds);
        }
        catch (Exception error)
        {
            LogNotDrained(error, running.Count, time.GetElapsedTime(start).TotalMilliseconds);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Information, "This worker leaves; {Count} tasks are handed over.")]
    private partial void LogDraining(int count);

    [LoggerMessage(LogLevel.Warning, "{Count} tasks cannot be handed over, because this worker does not see Kafka or was declared dead; they stop with it.")]
    private partial void LogOutOfTouch(int count);

    [LoggerMessage(LogLevel.Information, "Every task was handed over in {ElapsedMs} ms.")]
    private partial void LogDrained(double elapsedMs);

    [LoggerMessage(LogLevel.Warning, "{Count} tasks could not be handed over within {ElapsedMs} ms; they stop with this worker and start elsewhere then.")]
    private partial void LogNotDrained(Exception error, int count, double elapsedMs);
}
