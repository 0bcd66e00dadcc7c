namespace OrleansConnect.Silo;

/// <summary>
/// Gives back, when a worker has started and come to rest, the memory that only the start needed: its garbage, and the code that ran once. One that has work at once keeps what it has, which it
/// would only have to read again.
/// </summary>
internal sealed class RestingMemory(IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(500);

    // Of one processor. A worker without connectors uses a twentieth.
    private const double RestingShare = 0.2;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        try
        {
            await started.Task.WaitAsync(stoppingToken);

            // What a worker does first belongs to its start as well.
            await Task.Delay(Window, time, stoppingToken);
            while (!await IsAtRestAsync(stoppingToken))
            {
                // Looks again.
            }

            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            if (OperatingSystem.IsLinux())
            {
                MappedFiles.Release();
            }
        }
        catch (Exception)
        {
            // The worker stops, or its container does not show it its own memory: what would have been saved is not needed.
        }
    }

    private async Task<bool> IsAtRestAsync(CancellationToken stoppingToken)
    {
        var before = Environment.CpuUsage.TotalTime;
        await Task.Delay(Window, time, stoppingToken);
        return Environment.CpuUsage.TotalTime - before < Window * RestingShare;
    }
}
