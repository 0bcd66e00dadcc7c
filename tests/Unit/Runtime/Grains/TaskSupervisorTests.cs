using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Grains;
using OrleansConnect.Runtime.Placement;

namespace OrleansConnect.Tests.Unit.Runtime.Grains;

/// <summary>What a connector does with its tasks when silos, runners and calls fail.</summary>
public sealed class TaskSupervisorTests
{
    private static readonly Dictionary<string, string?> Config = [];

    private readonly FakeTimeProvider _time = new();
    private readonly FakeTaskGrains _grains = new();
    private readonly StoredInMemory<StoredConnector> _connector = new();
    private readonly StoredInMemory<StoredTasks> _stored = new();
    private readonly StoredInMemory<StoredFailures> _failures = new();
    private ConnectorMemory _memory;
    private TaskSupervisor _tasks;

    public TaskSupervisorTests() => (_memory, _tasks) = Activate();

    [Fact]
    public async Task Tasks_start_once_where_they_are_to_be()
    {
        _grains.MoveDelay = 2;
        await StartAsync(1, 2, 2);
        await EnsureAsync(1, 2, 2);

        Assert.Equal([(0, Silo(1)), (1, Silo(2)), (2, Silo(2))], _grains.Starts.Select(start => (start.Task, start.Silo)));
        Assert.All(_tasks.Slots, slot => Assert.Equal(InstanceState.Running, slot.Status.State));
    }

    [Fact]
    public async Task A_task_that_does_not_arrive_is_an_error_and_is_tried_again()
    {
        await StartAsync(1);
        _grains.MoveDelay = int.MaxValue;

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => EnsureAsync(2));
        Assert.Contains("Task c/0 could not be moved", error.Message, StringComparison.Ordinal);

        _grains.MoveDelay = 0;
        await EnsureAsync(2);
        Assert.Equal(Silo(2), _grains.SiloOf(0));
    }

    [Fact]
    public async Task A_task_without_a_place_says_why_and_starts_when_it_has_one()
    {
        await _tasks.ReplaceAsync(Configs(1), 1, ConnectorKind.Source);
        await PumpAsync(_tasks.EnsureAsync([new(null, "There is no worker to take it.")], Config, isPaused: false));
        Assert.Equal((InstanceState.Unassigned, "There is no worker to take it."), (_tasks.Slots.Single().ToStatus().Instance.State, _tasks.Slots.Single().ToStatus().Instance.Trace));

        await EnsureAsync(1);
        Assert.Single(_grains.Running);
    }

    [Fact]
    public async Task A_failure_that_was_reported_is_kept_until_somebody_restarts_the_task_whatever_moves()
    {
        await StartAsync(1, 1);
        await FailAsync(0);

        await EnsureAsync(2, 1);
        _grains.Kill(Silo(1));
        (_memory, _tasks) = Activate();
        await EnsureAsync(2, 2);

        Assert.Equal(["FAILED", "RUNNING"], States());
        Assert.DoesNotContain(0, _grains.Running.Keys);
        await _tasks.RenewAsync([0]);
        await EnsureAsync(2, 2);
        Assert.Equal(["RUNNING", "RUNNING"], States());
    }

    [Fact]
    public async Task A_failure_that_could_not_be_stored_is_when_the_store_is_back()
    {
        await StartAsync(1);
        _failures.Fault = new TimeoutException("Kafka is away.");
        await FailAsync(0);
        Assert.Equal(["FAILED"], States());

        _failures.Fault = null;
        await _memory.SettleAsync();
        Assert.Contains(0, _failures.State.Tasks.Keys);
    }

    [Fact]
    public async Task A_runner_is_found_again_by_the_connector_s_next_activation_and_goes_on()
    {
        await StartAsync(1, 2);

        (_memory, _tasks) = Activate();
        await EnsureAsync(1, 2);

        Assert.Equal(2, _grains.Starts.Count);
        Assert.Equal(["RUNNING", "RUNNING"], States());
    }

    [Fact]
    public async Task A_runner_that_is_gone_without_a_word_starts_anew_with_the_next_activation()
    {
        await StartAsync(1);
        _grains.Lose(0);

        (_memory, _tasks) = Activate();
        await EnsureAsync(1);

        AssertStartedAgain();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_task_that_is_silent_is_looked_for_and_starts_anew_only_if_it_is_gone(bool isGone)
    {
        await StartAsync(1);
        Assert.False(_tasks.HasSilent);
        _time.Advance(TaskSupervisor.SilenceMax * 2);
        Assert.True(_tasks.HasSilent);
        if (isGone)
        {
            _grains.Lose(0);
        }

        await EnsureAsync(1);

        Assert.False(_tasks.HasSilent);
        Assert.Equal(isGone ? 2 : 1, _grains.Starts.Count);
    }

    [Fact]
    public async Task A_silent_task_whose_worker_does_not_answer_is_left_alone_for_a_while()
    {
        await StartAsync(1, 2);
        _time.Advance(TaskSupervisor.SilenceMax * 2);
        _grains.Before = call => call == "find 0" ? throw new TimeoutException("no answer") : Task.CompletedTask;

        await EnsureAsync(1, 2);

        Assert.Equal(2, _grains.Starts.Count);
        Assert.False(_tasks.HasSilent);
    }

    [Fact]
    public async Task A_sink_s_runner_that_is_lost_starts_anew_and_reads_what_it_read()
    {
        await StartAsync(ConnectorKind.Sink, 1, 2);
        SinkPartition[] partitions = [new("t", 0), new("t", 1)];
        await PumpAsync(_tasks.AssignPartitionsAsync(partitions, isByRange: true));
        _grains.Lose(0);
        SinkPartition[] more = [.. partitions, new("t", 2), new("t", 3)];
        await Assert.ThrowsAsync<InvalidOperationException>(() => PumpAsync(_tasks.AssignPartitionsAsync(more, isByRange: true)));

        await EnsureAsync(1, 2);
        await PumpAsync(_tasks.AssignPartitionsAsync(more, isByRange: true));

        Assert.Equal([0, 1, 0], _grains.Starts.Select(start => start.Task));
        Assert.Equal([more[..2], more[2..]], _tasks.Slots.Select(slot => slot.MayHold.Order(Comparer<SinkPartition>.Create((a, b) => a.Partition - b.Partition)).ToArray()));
    }

    [Fact]
    public async Task What_is_to_start_anew_while_it_starts_does_so_with_the_next_run_and_nothing_fails()
    {
        var arrived = new TaskCompletionSource();
        var held = new TaskCompletionSource();
        _grains.After = call => call == "start 0" ? HoldAsync(arrived, held) : Task.CompletedTask;
        await _tasks.ReplaceAsync(Configs(2), 1, ConnectorKind.Source);
        var starting = EnsureAsync(1, 1);
        await arrived.Task;

        await _tasks.RenewAsync([0]);
        held.SetResult();
        await starting;
        await EnsureAsync(1, 1);

        Assert.Equal(_tasks.Slots.Select(slot => slot.Generation), [_grains.Running[0], _grains.Running[1]]);
        Assert.Equal(3, _grains.Starts.Count);
    }

    [Fact]
    public async Task New_configurations_start_every_task_anew_and_stop_what_is_left_over()
    {
        await StartAsync(1, 2, 1);
        await FailAsync(1);

        await _tasks.ReplaceAsync(Configs(2), 2, ConnectorKind.Source);
        await EnsureAsync(1, 2);

        Assert.Equal([0, 1], _grains.Running.Keys.Order());
        Assert.Contains("retire 2", _grains.Calls);
        Assert.Equal(["RUNNING", "RUNNING"], States());
        Assert.Equal(5, _grains.Starts.Select(start => start.Generation).Distinct().Count());
    }

    [Fact]
    public async Task A_task_whose_start_was_never_answered_is_stopped_all_the_same()
    {
        _grains.After = call => call == "start 0" ? throw new TimeoutException("no answer") : Task.CompletedTask;
        await _tasks.ReplaceAsync(Configs(1), 1, ConnectorKind.Source);
        _grains.MoveDelay = 0;
        await Assert.ThrowsAsync<TimeoutException>(() => EnsureAsync(1));
        Assert.Single(_grains.Starts);

        await _tasks.StopAllAsync();

        Assert.Empty(_grains.Running);
        Assert.True(_tasks.IsEmpty);
    }

    [Fact]
    public async Task A_silo_that_leaves_stops_a_task_before_another_one_starts_it()
    {
        await StartAsync(1, 2);
        _grains.Calls.Clear();

        await EnsureAsync(3, 2);

        Assert.Equal("stop 0", _grains.Calls[0]);
        Assert.Equal((0, Silo(3)), (_grains.Starts[^1].Task, _grains.Starts[^1].Silo));
        Assert.DoesNotContain(_grains.Calls, call => call.EndsWith('1'));
    }

    [Fact]
    public async Task A_task_that_could_not_be_stopped_starts_nowhere_else_before_its_silo_is_dead()
    {
        await StartAsync(1);
        _grains.Before = call => call == "stop 0" ? throw new TimeoutException("no answer") : Task.CompletedTask;
        await Assert.ThrowsAsync<TimeoutException>(() => EnsureAsync(2));
        Assert.Single(_grains.Starts);

        _grains.Kill(Silo(1));
        await EnsureAsync(2);

        AssertStartedAgain();
    }

    // Whatever happens: a runner is never older than one before it, and in the end each task has one, which is the right one.
    [Fact]
    public Task Generations_never_go_back_and_one_runner_is_left() =>
        Gen.Int[0, 99].Array[1, 40].SampleAsync(events => new TaskSupervisorTests().RunAsync(events));

    private async Task RunAsync(int[] events)
    {
        int[] places = [1, 2, 1];
        await StartAsync(places);
        foreach (var what in events)
        {
            await HappenAsync(what, places);
            await EnsureAsync(places).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            (_grains.Before, _grains.After) = (_ => Task.CompletedTask, _ => Task.CompletedTask);
        }

        await _tasks.RenewAsync([.. _tasks.Slots.Where(slot => slot.IsFailed).Select(slot => slot.Index)]);
        _time.Advance(TaskSupervisor.SilenceMax * 2);
        await EnsureAsync(places);
        foreach (var starts in _grains.Starts.GroupBy(start => start.Task, start => start.Generation))
        {
            Assert.Equal(starts.Distinct().Order(), starts);
        }

        Assert.Equal(_tasks.Slots.Select(slot => (slot.Index, slot.Generation, slot.Silo)), _tasks.Slots.Select(slot => (slot.Index, _grains.Running[slot.Index], _grains.SiloOf(slot.Index))));
    }

    private async Task HappenAsync(int what, int[] places)
    {
        var task = what % 3;
        switch (what / 10)
        {
            case 0:
                _grains.Lose(task);
                _time.Advance(TaskSupervisor.SilenceMax * 2);
                break;
            case 1:
                await _tasks.RenewAsync([task]);
                break;
            case 2:
                (_memory, _tasks) = Activate();
                break;
            case 3:
                await FailAsync(task);
                break;
            case 4:
                await _tasks.ReplaceAsync(Configs(3), what, ConnectorKind.Source);
                break;
            case 5:
                _grains.Before = call => call.EndsWith($"{task}", StringComparison.Ordinal) ? throw new TimeoutException("not heard") : Task.CompletedTask;
                break;
            case 6:
                _grains.After = call => call.EndsWith($"{task}", StringComparison.Ordinal) ? throw new TimeoutException("not answered") : Task.CompletedTask;
                break;
            default:
                places[task] = 1 + (what % 2);
                break;
        }
    }

    private static async Task HoldAsync(TaskCompletionSource arrived, TaskCompletionSource held)
    {
        arrived.TrySetResult();
        await held.Task;
    }

    private static SiloAddress Silo(int number) => FakeTaskGrains.Silo(number);

    private static List<Dictionary<string, string>> Configs(int count) => [.. Enumerable.Range(0, count).Select(_ => new Dictionary<string, string>())];

    private Task StartAsync(params int[] silos) => StartAsync(ConnectorKind.Source, silos);

    private async Task StartAsync(ConnectorKind kind, params int[] silos)
    {
        await _tasks.ReplaceAsync(Configs(silos.Length), 1, kind);
        await EnsureAsync(silos);
    }

    private Task EnsureAsync(params int[] silos) => PumpAsync(_tasks.EnsureAsync([.. silos.Select(silo => new TaskPlace(Silo(silo), null))], Config, isPaused: false));

    // As the connector's grain does with a report.
    private Task FailAsync(int task)
    {
        var slot = _tasks.Find(task);
        Assert.NotNull(slot);
        slot.Status = new(InstanceState.Failed, "worker", "It is broken.", null);
        return new FailedTasks(new(_memory, _time), _memory, _tasks, () => { }, _ => { }, NullLogger.Instance).AddAsync(slot, new(task, slot.Generation, slot.Status, new()));
    }

    private IEnumerable<string> States() => _tasks.Slots.Select(slot => slot.Status.State.ToString().ToUpperInvariant());

    private void AssertStartedAgain()
    {
        Assert.Equal(2, _grains.Starts.Count);
        Assert.True(_grains.Starts[1].Generation > _grains.Starts[0].Generation);
        Assert.Equal(["RUNNING"], States());
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
