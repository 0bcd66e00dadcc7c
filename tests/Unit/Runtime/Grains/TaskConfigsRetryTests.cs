using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Connectors;
using OrleansConnect.Runtime.Grains;
using OrleansConnect.Runtime.Offsets;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Tests.Unit.Runtime.Grains;

/// <summary>A plugin that fails to make task configurations, slowly: longer than the connector waits for it at a time.</summary>
public sealed class TaskConfigsRetryTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ConnectorMemory _memory = new(
        new StoredInMemory<StoredConnector>(), new StoredInMemory<StoredTasks>(), new StoredInMemory<StoredFailures>(), new StoredInMemory<StoredOffsets>(), () => { });

    private readonly SemaphoreSlim _signals = new(0);
    private readonly ConnectorSupervisor _supervisor;
    private readonly PluginWork _work;

    public TaskConfigsRetryTests()
    {
        var worker = new WorkerConfig { Settings = new Dictionary<string, string?>(), BootstrapServers = "localhost:1", GroupId = "g" };
        var plugins = new PluginRegistry([new("Slow", PluginKind.Source, "1.0", typeof(Slow), null, "built-in")]);
        var offsets = new SourceOffsetStores(new MemoryOffsetStore(), worker, NullLoggerFactory.Instance);
        var starter = new ConnectorStarter(
            plugins, new(new Dictionary<string, IConfigProvider>()), offsets, TimeProvider.System, NullLogger<ConnectorStarter>.Instance);

        // The connector raises no events.
        _supervisor = new("c", _memory, (_, cancellationToken) => starter.StartUnseenAsync("c", _memory.Config, null!, cancellationToken), "w", NullLogger.Instance);
        _work = new(_memory, _supervisor, _time, () => _signals.Release());
        Slow.Answers.Clear();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_asked_again_after_a_pause_that_grows()
    {
        await ConfigureAsync();
        foreach (var pause in new[] { 0.25, 0.5, 1, 2, 4, 8, 16, 30, 30 })
        {
            var asked = Slow.Answers.Count;
            Assert.EndsWith($"asked again after {pause} s, or as soon as it wants that, or the connector is reconfigured or restarted.", await FailAsync(), StringComparison.Ordinal);

            _time.Advance(TimeSpan.FromSeconds(pause - 0.1));
            await Assert.ThrowsAsync<ConnectException>(() => _work.AdvanceAsync(Cancel));
            Assert.Equal(asked + 1, Slow.Answers.Count);

            _time.Advance(TimeSpan.FromSeconds(0.1));
        }

        await _supervisor.StopAsync();
    }

    [Fact]
    public async Task It_is_asked_at_once_when_it_wants_that_and_with_another_configuration()
    {
        await ConfigureAsync();
        await FailAsync();

        _supervisor.RequestTaskConfigs();
        await FailAsync();
        await ConfigureAsync();

        Assert.Contains("after 0.25 s", await FailAsync(), StringComparison.Ordinal);
        Assert.Equal(3, Slow.Answers.Count);
        await _supervisor.StopAsync();
    }

    public void Dispose() => _signals.Dispose();

    // The connector's work is told of a failure that it did not wait for, and looks at it then.
    private async Task<string> FailAsync()
    {
        var asked = Slow.Answers.Count;
        var advancing = _work.AdvanceAsync(Cancel);
        while (!advancing.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Null(await advancing);
        while (Slow.Answers.Count == asked)
        {
            await Task.Yield();
        }

        Slow.Answers[^1].SetException(new ConnectException("No such host."));
        await _signals.WaitAsync(Cancel);
        return (await Assert.ThrowsAsync<ConnectException>(() => _work.AdvanceAsync(Cancel))).Message;
    }

    private Task ConfigureAsync() => _memory.SaveConfigAsync(new Dictionary<string, string?> { ["connector.class"] = "Slow" });

    /// <summary>Answers when it is told to. The tests of this class run one after the other.</summary>
    public sealed class Slow : SourceConnector
    {
        public static List<TaskCompletionSource<IReadOnlyList<IReadOnlyDictionary<string, string>>>> Answers { get; } = [];

        public override ConfigDef Config => new();

        public override Type TaskType => typeof(Slow);

        public override ValueTask StartAsync(IConnectorContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken) => default;

        public override ValueTask<IReadOnlyList<IReadOnlyDictionary<string, string>>> TaskConfigsAsync(int tasksMax, CancellationToken cancellationToken)
        {
            var answer = new TaskCompletionSource<IReadOnlyList<IReadOnlyDictionary<string, string>>>(TaskCreationOptions.RunContinuationsAsynchronously);
            Answers.Add(answer);
            return new(answer.Task);
        }
    }
}
