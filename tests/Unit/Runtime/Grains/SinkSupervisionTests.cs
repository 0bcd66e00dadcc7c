using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Grains;

namespace OrleansConnect.Tests.Unit.Runtime.Grains;

/// <summary>What a sink's tasks read, of which one fails or starts anew: nobody else reads it before that one has ended.</summary>
public sealed class SinkSupervisionTests
{
    private static readonly SinkPartition First = new("t", 0);
    private static readonly SinkPartition Second = new("t", 1);

    private readonly FakeTimeProvider _time = new();
    private readonly FakeTaskGrains _grains = new();
    private readonly StoredInMemory<StoredConnector> _connector = new();
    private readonly StoredInMemory<StoredTasks> _stored = new();
    private readonly StoredInMemory<StoredFailures> _failures = new();
    private ConnectorMemory _memory;
    private TaskSupervisor _tasks;

    public SinkSupervisionTests() => (_memory, _tasks) = Activate();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_task_reads_for_a_failed_one_when_that_has_closed(bool isConnectorMoved)
    {
        await StartAsync();
        var closed = new TaskCompletionSource();
        _grains.Before = call => call == "assign 0" ? closed.Task : Task.CompletedTask;
        await FailAsync();
        if (isConnectorMoved)
        {
            (_memory, _tasks) = Activate();
        }

        await RunAsync();
        Assert.Equal([Second], ReadBy(1));

        closed.SetResult();
        await RunAsync();
        Assert.Equal([[], [First, Second]], new[] { ReadBy(0), ReadBy(1) });
        Assert.Equal(2, _grains.Starts.Count);
        Assert.True(_tasks.Find(0)?.IsFailed);
    }

    [Fact]
    public async Task Another_task_reads_for_a_failed_one_whose_runner_is_gone()
    {
        await StartAsync();
        await FailAsync();
        _grains.Lose(0);

        await RunAsync();

        Assert.Equal([First, Second], ReadBy(1));
        Assert.True(_tasks.Find(0)?.IsFailed);
    }

    [Fact]
    public async Task Another_task_reads_for_one_that_failed_before_its_start_was_answered()
    {
        await StartAsync();
        await _tasks.RenewAsync([0]);
        _grains.After = call => call == "start 0" ? throw new TimeoutException("no answer") : Task.CompletedTask;
        await Assert.ThrowsAsync<TimeoutException>(RunAsync);

        await FailAsync();
        await RunAsync();

        Assert.Equal([First, Second], ReadBy(1));
    }

    [Fact]
    public async Task Nobody_reads_for_one_that_is_to_start_anew()
    {
        await StartAsync();

        await _tasks.RenewAsync([0]);
        await AssignAsync();

        Assert.Equal([Second], ReadBy(1));
        await RunAsync();
        Assert.Equal([[First], [Second]], new[] { ReadBy(0), ReadBy(1) });
    }

    private SinkPartition[] ReadBy(int task) => [.. _tasks.Slots.ElementAt(task).MayHold.OrderBy(partition => partition.Partition)];

    private async Task StartAsync()
    {
        await _tasks.ReplaceAsync([[], []], 1, ConnectorKind.Sink);
        await RunAsync();
        Assert.Equal([[First], [Second]], new[] { ReadBy(0), ReadBy(1) });
    }

    // As the connector's pump does.
    private async Task RunAsync()
    {
        await PumpAsync(_tasks.EnsureAsync([new(FakeTaskGrains.Silo(1), null), new(FakeTaskGrains.Silo(2), null)], new Dictionary<string, string?>(), isPaused: false));
        await AssignAsync();
    }

    private Task AssignAsync() => PumpAsync(_tasks.AssignPartitionsAsync([First, Second], isByRange: true));

    // As the connector's grain does with a report of its first task.
    private Task FailAsync()
    {
        var slot = _tasks.Slots.First();
        slot.Status = new(InstanceState.Failed, "worker", "It is broken.", null);
        return new FailedTasks(new(_memory, _time), _memory, _tasks, () => { }, _ => { }, NullLogger.Instance).AddAsync(slot, new(0, slot.Generation, slot.Status, new()));
    }

    private (ConnectorMemory, TaskSupervisor) Activate()
    {
        var memory = new ConnectorMemory(_connector, _stored, _failures, new StoredInMemory<StoredOffsets>(), () => { });
        var tasks = new TaskSupervisor("c", memory, _grains.Factory, _grains, _time, () => { });
        tasks.Load();
        return (memory, tasks);
    }

    private Task PumpAsync(Task work) => _time.PumpAsync(work);
}
