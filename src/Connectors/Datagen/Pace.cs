namespace OrleansConnect.Connectors.Datagen;

/// <summary>Holds a rate. What was missed, because the task was paused or Kafka slow, is made up for at most a second of.</summary>
internal sealed class Pace(double recordsPerSecond, TimeProvider time)
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(1);

    private long _last = time.GetTimestamp();
    private double _due;

    /// <summary>How many records may be made now, at most that many.</summary>
    public int Take(int max)
    {
        if (recordsPerSecond < 0)
        {
            return max;
        }

        var now = time.GetTimestamp();
        var dueMax = Math.Max(recordsPerSecond * WaitMax.TotalSeconds, 1);
        _due = Math.Min(_due + (time.GetElapsedTime(_last, now).TotalSeconds * recordsPerSecond), dueMax);
        _last = now;
        var count = (int)Math.Min(_due, max);
        _due -= count;
        return count;
    }

    /// <summary>Waits for the next record to be due, at most a second.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        var wait = TimeSpan.FromSeconds(Math.Min(Math.Max(1 - _due, 0) / recordsPerSecond, WaitMax.TotalSeconds));
        // Timers tick in milliseconds: an earlier one would find nothing due.
        return Task.Delay(wait + TimeSpan.FromMilliseconds(1), time, cancellationToken);
    }
}
