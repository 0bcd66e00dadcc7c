using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Connectors;
using OrleansConnect.Runtime.Grains;

namespace OrleansConnect.Tests.Unit.Runtime.Grains;

/// <summary>A plugin whose start hangs holds up neither the work on tasks nor what is wanted next.</summary>
public sealed class PluginWorkTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly ConnectorMemory _memory = new(
        new StoredInMemory<StoredConnector>(), new StoredInMemory<StoredTasks>(), new StoredInMemory<StoredFailures>(), new StoredInMemory<StoredOffsets>(), () => { });

    private readonly List<(TaskCompletionSource<StartedConnector> Answer, CancellationToken Cancel)> _starts = [];
    private readonly ConnectorSupervisor _supervisor;
    private readonly PluginWork _work;
    private int _signals;

    public PluginWorkTests()
    {
        _supervisor = new("c", _memory, StartAsync, "w", NullLogger.Instance);
        _work = new(_memory, _supervisor, _time, () => _signals++);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_start_that_takes_long_is_not_waited_for_and_tells_when_it_is_over()
    {
        await ConfigureAsync();

        Assert.Null(await HangAsync());
        Assert.Null(await HangAsync());
        Assert.Equal((1, 0), (_starts.Count, _signals));

        _starts[0].Answer.SetException(new ConfigException("No such host."));
        await Task.Yield();

        Assert.Null(await _work.AdvanceAsync(Cancel));
        Assert.Equal((1, 2, InstanceState.Failed), (_starts.Count, _signals, _supervisor.Status.State));

        // What was asked for meanwhile is looked at, and then there is nothing more to do.
        Assert.Null(await _work.AdvanceAsync(Cancel));
        Assert.Equal((1, 2, false), (_starts.Count, _signals, _work.IsUnderWay));
    }

    [Fact]
    public async Task Another_configuration_gives_up_the_start_with_the_one_before()
    {
        await ConfigureAsync();
        await HangAsync();

        await ConfigureAsync();
        await HangAsync();

        Assert.Equal([true, false], _starts.Select(start => start.Cancel.IsCancellationRequested));
    }

    [Fact]
    public async Task What_fails_of_a_configuration_that_was_replaced_meanwhile_is_no_failure_of_the_next()
    {
        await ConfigureAsync();
        var failing = _supervisor.EnsureAsync(Cancel);
        await ConfigureAsync();

        _starts[0].Answer.SetException(new ConfigException("No such host."));
        await failing;

        Assert.Null(_memory.ConnectorFailure);
        Assert.NotEqual(InstanceState.Failed, _supervisor.Status.State);
    }

    [Fact]
    public async Task A_configuration_is_seen_when_it_is_stored()
    {
        var stored = new TaskCompletionSource();
        var connector = new StoredInMemory<StoredConnector> { Delay = stored.Task };
        var memory = new ConnectorMemory(
            connector, new StoredInMemory<StoredTasks>(), new StoredInMemory<StoredFailures>(), new StoredInMemory<StoredOffsets>(), () => { });

        var saving = memory.SaveConfigAsync(new Dictionary<string, string?> { ["a"] = "1" });
        Assert.Equal((false, 0L), (memory.Exists, memory.ConfigVersion));

        stored.SetResult();
        await saving;
        Assert.Equal((true, 1L, "1"), (memory.Exists, memory.ConfigVersion, memory.Config["a"]));
    }

    [Fact]
    public async Task A_restart_gives_up_the_start_that_hangs_and_hangs_itself_only_once()
    {
        await ConfigureAsync();
        await HangAsync();

        _ = _supervisor.RequestRestart();
        await HangAsync();
        await HangAsync();

        Assert.Equal([true, false], _starts.Select(start => start.Cancel.IsCancellationRequested));
    }

    [Fact]
    public async Task A_stop_gives_up_the_start_at_once()
    {
        await ConfigureAsync();
        await HangAsync();

        await _memory.SaveTargetAsync(TargetState.Stopped);
        await _work.StopAsync(Cancel);

        Assert.True(_starts[0].Cancel.IsCancellationRequested);
        Assert.Equal(InstanceState.Stopped, _supervisor.Status.State);
    }

    private Task<StartedConnector> StartAsync(long instance, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<StartedConnector>();
        _starts.Add((answer, cancellationToken));
        return answer.Task.WaitAsync(cancellationToken);
    }

    private Task ConfigureAsync() => _memory.SaveConfigAsync(new Dictionary<string, string?> { ["connector.class"] = "Slow" });

    private async Task<MadeTaskConfigs?> HangAsync()
    {
        var advancing = _work.AdvanceAsync(Cancel);
        while (!advancing.IsCompleted)
        {
            _time.Advance(Patience);
            await Task.Yield();
        }

        return await advancing;
    }
}
