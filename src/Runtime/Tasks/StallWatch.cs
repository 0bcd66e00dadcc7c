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

    // A source that waits in its poll has none that anybody knows of.
    private static bool HasWork(TaskProgress progress) =>
        progress.RecordsInFlight > 0 || progress.Lag > 0 || progress.WaitsFor is "start" or "put" or "kafka" or "retry" or "claim" or "commit";
}
