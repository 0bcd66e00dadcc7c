using OrleansConnect.Grains;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>The observer of a task that no status tells of.</summary>
internal sealed class NobodyWatches : ITaskObserver
{
    public static NobodyWatches Instance { get; } = new();

    public void OnStateChanged(InstanceState state, Exception? error)
    {
    }

    public Task<bool> IsWantedAsync() => Task.FromResult(true);
}
