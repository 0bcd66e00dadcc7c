using System.Collections.Concurrent;
using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Grains;

/// <summary>The tasks that run on this silo, so that a silo that leaves knows when others have them.</summary>
internal sealed class LocalTasks
{
    private readonly ConcurrentDictionary<TaskId, bool> _running = new();

    public int Count => _running.Count;

    public void Add(TaskId task) => _running[task] = true;

    public void Remove(TaskId task) => _running.TryRemove(task, out _);
}
