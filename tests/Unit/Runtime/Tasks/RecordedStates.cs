using System.Collections.Concurrent;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>Keeps what a runner reports, and waits for it.</summary>
internal sealed class RecordedStates : ITaskObserver
{
    private readonly ConcurrentQueue<(InstanceState State, Exception? Error)> _reports = [];

    public IReadOnlyList<InstanceState> All => [.. _reports.Select(report => report.State)];

    public InstanceState? Last => _reports.IsEmpty ? null : All[^1];

    public Exception? Error => _reports.Select(report => report.Error).LastOrDefault(error => error is not null);

    public Task<bool> IsWantedAsync() => Task.FromResult(true);

    public void OnStateChanged(InstanceState state, Exception? error) => _reports.Enqueue((state, error));

    public Task WaitForAsync(InstanceState state) => Eventually.TrueAsync(() => Last == state, $"state {state}, not {string.Join(", ", All)}");
}
