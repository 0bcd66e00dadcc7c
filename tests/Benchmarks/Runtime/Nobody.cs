using OrleansConnect.Grains;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Benchmarks.Runtime;

/// <summary>Is told what becomes of a task, and does nothing about it.</summary>
internal sealed class Nobody : ITaskObserver
{
    public Task<bool> IsWantedAsync() => Task.FromResult(true);

    public void OnStateChanged(InstanceState state, Exception? error)
    {
    }
}
