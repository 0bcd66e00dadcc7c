using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Tells when a task that has work moves nothing. Asked about once a second, with the figures as they are then.</summary>
/// <param name="after"><c>task.stalled.after.ms</c>; zero for never.</param>
/// <param name="time">The clock.</param>
internal sealed class StallWatch(TimeSpan after, TimeProvider time)
{
    private readonly Lock _lock = new();
    private DateTimeOffset? _workSince;
    private long _moved = -1;

    /// <summary>Since when nothing was moved, once that is too long.</summary>
    public DateTimeOffset? Look(TaskProgress progress, bool isPaused)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (isPaused || !HasWork(progress))
            {
                _workSince = null;
                return null;
            }

            var moved = progress.Records + progress.RecordsSkipped;
            if (_workSince is null || moved != _moved)
            {
                (_workSince, _moved) = (now, moved);
            }

            return after > TimeSpan.Zero && now - _workSince >= after ? _workSince : null;
        }
    }

    /// <summary>Since when it waits for what it waits for, once that is long; null where waiting for it says nothing, or has an end.</summary>
    public DateTimeOffset? WaitsSince(TaskProgress progress, DateTimeOffset since) =>
        after > TimeSpan.Zero && progress.WaitsFor is not (null or "records" or "retry") && time.GetUtcNow() - since >= after ? since : null;

    // A source that waits in its poll has none that anybody knows of.
    private static bool HasWork(TaskProgress progress) =>
        progress.RecordsInFlight > 0 || progress.Lag > 0 || progress.WaitsFor is "start" or "open" or "put" or "close" or "stop" or "kafka" or "retry" or "claim" or "commit";
}
