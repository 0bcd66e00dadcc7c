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
            // Of a task whose failure is forgotten, because its configuration changed or it was stopped, nothing is due.
            DateTimeOffset[] due = [.. memory.Restarts.Where(entry => entry.Value.IsWaiting && memory.TaskFailures.ContainsKey(entry.Key)).Select(entry => entry.Value.DueAt)];
            var left = due.Length == 0 ? (TimeSpan?)null : due.Min() - time.GetUtcNow();
            return left < TimeSpan.Zero ? TimeSpan.Zero : left;
        }
    }

    /// <summary>Plans the restart of a task that has failed, if there is to be one. It is stored with the failure.</summary>
    public void Plan(int task, bool isPermanent)
    {
        var settings = RestartSettings.Of(memory.Config);
        if (settings.AttemptsMax == 0 || isPermanent)
        {
            return;
        }

        var now = time.GetUtcNow();
        var attempts = memory.Restarts.TryGetValue(task, out var last) && now - last.DueAt < settings.LongestBackoff ? last.Attempts : 0;
        if (settings.AttemptsMax < 0 || attempts < settings.AttemptsMax)
        {
#pragma warning disable CA5394 // Jitter needs no secrecy.
            memory.Restarts[task] = new(attempts + 1, now + settings.BackoffAfter(attempts, Random.Shared.NextDouble()), true);
#pragma warning restore CA5394
        }
    }

    /// <summary>The tasks that are to be restarted now; it is for the caller to do so.</summary>
    public IReadOnlyList<int> TakeDue()
    {
        var now = time.GetUtcNow();
        int[] due = [.. memory.Restarts.Where(entry => entry.Value.IsWaiting && entry.Value.DueAt <= now && memory.TaskFailures.ContainsKey(entry.Key)).Select(entry => entry.Key)];
        foreach (var task in due)
        {
            memory.Restarts[task] = memory.Restarts[task] with { IsWaiting = false };
        }

        return due;
    }

    /// <summary>Somebody else restarts these tasks: their attempts count from the beginning.</summary>
    public void Forget(IEnumerable<int> tasks)
    {
        foreach (var task in tasks)
        {
            memory.Restarts.Remove(task);
        }
    }
}
