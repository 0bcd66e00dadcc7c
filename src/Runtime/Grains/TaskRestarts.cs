using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Runtime.Grains;

/// <summary>When failed tasks are restarted, where their connector asks for that. For use on the connector grain's scheduler only.</summary>
internal sealed class TaskRestarts(ConnectorMemory memory, TimeProvider time)
{
    /// <summary>How often in a row a task was restarted.</summary>
    public int AttemptsOf(int task) => memory.Restarts.TryGetValue(task, out var restart) ? restart.Attempts : 0;

    /// <summary>How long until the next restart; null when none is due.</summary>
    public TimeSpan? DueIn
    {
        get
        {
            DateTimeOffset[] due = [.. Waiting.Select(entry => entry.Value.DueAt)];
            var left = due.Length == 0 ? (TimeSpan?)null : due.Min() - time.GetUtcNow();
            return left < TimeSpan.Zero ? TimeSpan.Zero : left;
        }
    }

    // Of a task whose failure is forgotten, because its configuration changed or it was stopped, nothing is due.
    private IEnumerable<KeyValuePair<int, StoredRestart>> Waiting =>
        memory.Restarts.Where(entry => entry.Value.IsWaiting && memory.FailureOf(entry.Key) is not null);

    /// <summary>Plans the restart of a task that has failed, if there is to be one. It is stored with the failure.</summary>
    public void Plan(TaskReport report)
    {
        var settings = RestartSettings.Of(memory.Config);
        var attemptsMax = report.IsInterrupted ? -1 : settings.AttemptsMax;
        if (attemptsMax == 0 || report.IsPermanent)
        {
            return;
        }

        var task = report.Task;
        var now = time.GetUtcNow();
        var attempts = memory.Restarts.TryGetValue(task, out var last) && now - last.DueAt < settings.LongestBackoff ? last.Attempts : 0;
        if (attemptsMax < 0 || attempts < attemptsMax)
        {
#pragma warning disable CA5394 // Jitter needs no secrecy.
            memory.Restarts[task] = new(attempts + 1, now + settings.BackoffAfter(attempts, Random.Shared.NextDouble()), true);
#pragma warning restore CA5394
        }
    }

    /// <summary>The tasks that are to be restarted now.</summary>
    public IReadOnlyList<int> Due
    {
        get
        {
            var now = time.GetUtcNow();
            return [.. Waiting.Where(entry => entry.Value.DueAt <= now).Select(entry => entry.Key)];
        }
    }

    /// <summary>These are being restarted.</summary>
    public void Take(IEnumerable<int> tasks) => SetWaiting(tasks, false);

    /// <summary>They could not be.</summary>
    public void GiveBack(IEnumerable<int> tasks) => SetWaiting(tasks, true);

    /// <summary>Somebody else restarts these tasks: their attempts count from the beginning. What there was to forget.</summary>
    public IReadOnlyList<KeyValuePair<int, StoredRestart>> Forget(IEnumerable<int> tasks)
    {
        var forgotten = memory.Restarts.Where(entry => tasks.Contains(entry.Key)).ToList();
        forgotten.ForEach(entry => memory.Restarts.Remove(entry.Key));
        return forgotten;
    }

    /// <summary>They were not restarted after all.</summary>
    public void Remember(IReadOnlyList<KeyValuePair<int, StoredRestart>> forgotten)
    {
        foreach (var (task, restart) in forgotten)
        {
            memory.Restarts.TryAdd(task, restart);
        }
    }

    private void SetWaiting(IEnumerable<int> tasks, bool isWaiting)
    {
        foreach (var task in tasks)
        {
            // A user may have restarted it meanwhile.
            if (memory.Restarts.TryGetValue(task, out var restart))
            {
                memory.Restarts[task] = restart with { IsWaiting = isWaiting };
            }
        }
    }
}
