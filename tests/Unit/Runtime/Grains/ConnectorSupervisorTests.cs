using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Connectors;
using OrleansConnect.Runtime.Grains;
using OrleansConnect.Runtime.Offsets;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Tests.Unit.Runtime.Grains;

/// <summary>A connector that makes more tasks than <c>tasks.max</c>.</summary>
public sealed class ConnectorSupervisorTests : ILogger
{
    private readonly StoredInMemory<StoredConnector> _connector = new();
    private readonly StoredInMemory<StoredFailures> _failures = new();
    private readonly List<string> _warnings = [];
    private readonly ConnectorMemory _memory;
    private readonly ConnectorSupervisor _supervisor;

    public ConnectorSupervisorTests()
    {
        _memory = new(_connector, new StoredInMemory<StoredTasks>(), _failures, new StoredInMemory<StoredOffsets>(), () => { });
        var worker = new WorkerConfig { Settings = new Dictionary<string, string?>(), BootstrapServers = "localhost:1", GroupId = "g" };
        var plugins = new PluginRegistry([new("Greedy", PluginKind.Source, "1.0", typeof(Greedy), null, "built-in")]);
        var offsets = new SourceOffsetStores(new MemoryOffsetStore(), worker, NullLoggerFactory.Instance);
        var variables = new VariableResolver(new Dictionary<string, IConfigProvider>());

        var starter = new ConnectorStarter(plugins, variables, offsets, TimeProvider.System, NullLogger<ConnectorStarter>.Instance);

        // The connector raises no events.
        _supervisor = new("c", _memory, (_, cancellationToken) => starter.StartUnseenAsync("c", _memory.Config, null!, cancellationToken), "w", this);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Too_many_tasks_fail_the_connector_in_Kafka_Connects_words_until_its_configuration_changes()
    {
        await ConfigureAsync(tasksMax: 2, enforce: null);

        Assert.Null(await _supervisor.MakeTaskConfigsAsync(Cancel));
        await _supervisor.EnsureAsync(Cancel);

        Assert.Equal(InstanceState.Failed, _supervisor.Status.State);
        Assert.Contains(
            "The connector c has generated 3 tasks, which is greater than 2, the maximum number of tasks it is configured to create. "
            + "This behaviour should be considered a bug and is disallowed.",
            _supervisor.Status.Trace,
            StringComparison.Ordinal);
        Assert.Equal(_supervisor.Status, _failures.State.Connector);
        Assert.False(_supervisor.NeedsTaskConfigs);

        await ConfigureAsync(tasksMax: 3, enforce: null);

        Assert.Equal(InstanceState.Running, _supervisor.Status.State);
        Assert.Equal(3, (await _supervisor.MakeTaskConfigsAsync(Cancel))?.Count);
        await _supervisor.StopAsync();
    }

    [Fact]
    public async Task Task_configurations_are_made_until_they_are_in_use_and_again_when_they_were_asked_for_meanwhile()
    {
        await ConfigureAsync(tasksMax: 3, enforce: null);
        var work = new PluginWork(_memory, _supervisor, TimeProvider.System, () => { });

        var first = await work.AdvanceAsync(Cancel);
        var second = await work.AdvanceAsync(Cancel);
        _supervisor.RequestTaskConfigs();
        work.SetInUse(second!);
        var third = await work.AdvanceAsync(Cancel);
        work.SetInUse(third!);

        Assert.Equal((3, 3, 3), (first?.Configs.Count, second?.Configs.Count, third?.Configs.Count));
        Assert.Null(await work.AdvanceAsync(Cancel));
        await _supervisor.StopAsync();
    }

    [Theory]
    [InlineData(2, "false", 1)]
    [InlineData(3, "true", 0)]
    public async Task Where_the_limit_is_not_enforced_there_is_a_warning_and_all_tasks_run(int tasksMax, string enforce, int warnings)
    {
        await ConfigureAsync(tasksMax, enforce);

        var configs = await _supervisor.MakeTaskConfigsAsync(Cancel);

        Assert.Equal(3, configs?.Count);
        Assert.Equal(InstanceState.Running, _supervisor.Status.State);
        Assert.Equal(warnings, _warnings.Count(warning => warning.StartsWith("Connector c has made 3 tasks, more than the 2", StringComparison.Ordinal)));
        await _supervisor.StopAsync();
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _warnings.Add(formatter(state, exception));

    // As a user's change does, which starts a connector that has failed too.
    private async Task ConfigureAsync(int tasksMax, string? enforce)
    {
        var config = new Dictionary<string, string?> { ["connector.class"] = "Greedy", ["tasks.max"] = $"{tasksMax}" };
        if (enforce is not null)
        {
            config["tasks.max.enforce"] = enforce;
        }

        await _memory.SaveConfigAsync(config);
        await _memory.SaveConnectorFailureAsync(null);
        await _supervisor.EnsureAsync(Cancel);
    }

    /// <summary>Makes three tasks, whatever it is asked for.</summary>
    public sealed class Greedy : SourceConnector
    {
        public override ConfigDef Config => new();

        public override Type TaskType => typeof(Idle);

        public override ValueTask StartAsync(
            OrleansConnect.Abstractions.Plugins.IConnectorContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken) => default;

        public override ValueTask<IReadOnlyList<IReadOnlyDictionary<string, string>>> TaskConfigsAsync(int tasksMax, CancellationToken cancellationToken) =>
            new([.. Enumerable.Range(0, 3).Select(task => new Dictionary<string, string> { ["task"] = $"{task}" })]);
    }

    /// <summary>Never runs.</summary>
    public sealed class Idle : SourceTask
    {
        public override ValueTask StartAsync(ISourceTaskContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken) => default;

        public override ValueTask<IReadOnlyList<SourceRecord>> PollAsync(CancellationToken cancellationToken) => new([]);
    }
}
