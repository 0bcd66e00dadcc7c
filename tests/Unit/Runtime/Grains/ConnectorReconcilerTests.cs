using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Connectors;
using OrleansConnect.Runtime.Grains;
using OrleansConnect.Runtime.Placement;

namespace OrleansConnect.Tests.Unit.Runtime.Grains;

/// <summary>What happens to a connector while it is being brought into its wanted state.</summary>
public sealed class ConnectorReconcilerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeTaskGrains _grains = new();
    private readonly Cluster _cluster = new();
    private readonly ConnectorMemory _memory = new(
        new StoredInMemory<StoredConnector>(), new StoredInMemory<StoredTasks>(), new StoredInMemory<StoredFailures>(), new StoredInMemory<StoredOffsets>(), () => { });

    [Fact]
    public async Task Tasks_run_while_their_plugin_hangs()
    {
        await RunAsync();

        Assert.Single(_grains.Starts);
    }

    [Fact]
    public async Task A_connector_that_is_deleted_meanwhile_starts_no_task()
    {
        _cluster.OnPlace = _memory.ForgetAsync;

        await RunAsync();

        Assert.Empty(_grains.Starts);
    }

    [Fact]
    public async Task A_connector_that_is_deleted_and_made_anew_meanwhile_starts_no_task_of_the_one_before()
    {
        _cluster.OnPlace = async () =>
        {
            await _memory.ForgetAsync();
            await ConfigureAsync("other");
        };

        await RunAsync();

        Assert.Empty(_grains.Starts);
    }

    private async Task RunAsync()
    {
        await ConfigureAsync("first");
        var tasks = new TaskSupervisor("c", _memory, _grains.Factory, _grains, _time, () => { });
        tasks.Load();
        await tasks.ReplaceAsync([new() { ["task"] = "0" }], _memory.ConfigVersion, ConnectorKind.Source);
        var plugin = new PluginWork(_memory, new("c", _memory, (_, cancel) => new TaskCompletionSource<StartedConnector>().Task.WaitAsync(cancel), "w", NullLogger.Instance), _time, () => { });

        // Neither sinks nor transactions are in it.
        var reconciler = new ConnectorReconciler(_memory, plugin, tasks, null!, new("c", _memory, null!, isExactlyOnce: false), new("c", _cluster));
        await _time.PumpAsync(reconciler.RunAsync(() => { }, TestContext.Current.CancellationToken));
    }

    private Task ConfigureAsync(string value) => _memory.SaveConfigAsync(new Dictionary<string, string?> { ["connector.class"] = "Slow", ["x"] = value });

    private sealed class Cluster : IConnectClusterControl
    {
        private bool _isAsked;

        public Func<Task> OnPlace { get; set; } = () => Task.CompletedTask;

        public async Task<ConnectorPlaces> Place(string connector, PlacementWish wish, int tasks)
        {
            if (!_isAsked)
            {
                _isAsked = true;
                await OnPlace();
            }

            var place = new TaskPlace(FakeTaskGrains.Silo(1), null);
            return new(place, [.. Enumerable.Repeat(place, tasks)]);
        }

        public Task OnMembership(MembershipNews news) => throw new NotSupportedException();

        public Task AddConnector(string connector, PlacementWish wish, SiloAddress silo) => throw new NotSupportedException();

        public Task CheckConnector(string connector) => throw new NotSupportedException();

        public Task RemoveConnector(string connector, long lastGeneration) => throw new NotSupportedException();

        public Task OnStatus(ConnectorStatus status) => throw new NotSupportedException();
    }
}
