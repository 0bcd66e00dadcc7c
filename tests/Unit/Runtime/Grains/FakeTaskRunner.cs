using OrleansConnect.Abstractions.Data;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Connectors;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Runtime.Grains;

/// <summary>A runner that does nothing but remember the generations of its assignments.</summary>
internal sealed class FakeTaskRunner : ITaskRunner, ITaskRunnerFactory
{
    public List<long> Generations { get; } = [];

    public TaskProgress Progress { get; set; } = new();

    public OpenCall? Call { get; set; }

    public Task Ended => Task.CompletedTask;

    public string? Version => null;

    public ITaskRunner Create(TaskSpec spec, ITaskObserver observer) => this;

    public void Start()
    {
    }

    public void SetPaused(bool isPaused)
    {
    }

    public Task AssignAsync(IReadOnlyCollection<TopicPartition> partitions, long generation, CancellationToken cancellationToken)
    {
        Generations.Add(generation);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => default;
}
