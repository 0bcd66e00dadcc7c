namespace OrleansConnect.Silo;

/// <summary>Gives back, once a worker has started, the memory that only the start needed: its garbage, and the code that ran once.</summary>
internal sealed class RestingMemory(IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService
{
    // What a worker does first belongs to its start as well.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        try
        {
            await started.Task.WaitAsync(stoppingToken);
            await Task.Delay(Pause, time, stoppingToken);
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
}
