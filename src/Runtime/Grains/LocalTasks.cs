using System.Collections.Concurrent;
using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Grains;

/// <summary>The tasks that run on this silo: a silo that leaves knows when others have them, and metrics are read from them.</summary>
internal sealed class LocalTasks
{
    private readonly ConcurrentDictionary<TaskId, RunningTask> _running = new();

    public int Count => _running.Count;

    public void Add(TaskId task, RunningTask running) => _running[task] = running;

    public void Remove(TaskId task) => _running.TryRemove(task, out _);

    /// <summary>Has none of them report any more.</summary>
    public void Silence()
    {
        foreach (var running in _running.Values)
        {
            running.Silence();
        }
    }

    /// <summary>What each says of itself now.</summary>
    public IEnumerable<KeyValuePair<TaskId, TaskReport>> Reports() => _running.Select(task => KeyValuePair.Create(task.Key, task.Value.Report));
}
