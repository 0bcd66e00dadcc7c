using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Grains;
using OrleansConnect.Management.Requests;
using OrleansConnect.Management.Watching;
using OrleansConnect.Tests.Integration.Management.Fakes;

namespace OrleansConnect.Tests.Integration.Management;

/// <summary>What a watch is told while it compares is newer than what it reads.</summary>
public sealed class StatusWatchTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private ManagementHost _host = null!; // made in InitializeAsync, as is the watch
    private StatusWatch _watch = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await ManagementHost.StartAsync(Cancel);
        _host.Cluster.Add("a");
        _watch = new(_host.Service<IGrainFactory>(), _host.Service<ConnectorRequests>(), _time, []);
    }

    public async ValueTask DisposeAsync()
    {
        await _watch.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_status_that_comes_during_a_comparison_is_the_last()
    {
        await _watch.StartAsync(Cancel);
        var failed = _host.Cluster.Connectors["a"].Status with { Connector = new(InstanceState.Failed, FakeCluster.WorkerId, "gone", null) };
        _host.Cluster.Disturbance = (call, _) => call == "GetStatus(a)" ? _watch.OnStatus(failed) : Task.CompletedTask;

        await CompareAsync();

        Assert.Same(failed, Assert.Single(await _watch.TakeAsync(Cancel)).Value);
    }

    [Fact]
    public async Task A_deletion_during_the_first_look_is_told()
    {
        _host.Cluster.Disturbance = (call, _) => call == "GetStatus(a)" ? _watch.OnDeleted("a") : Task.CompletedTask;

        await _watch.StartAsync(Cancel);

        Assert.Equal(KeyValuePair.Create<string, ConnectorStatus?>("a", null), Assert.Single(await _watch.TakeAsync(Cancel)));
    }

    private async Task CompareAsync()
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var renewing = _watch.RenewAsync(ending.Token);
        var compared = _host.Cluster.Calls.Count;

        // The renewal after the comparison.
        while (_host.Cluster.Calls.Skip(compared).SkipWhile(call => call != "GetStatus(a)").All(call => call != "Subscribe"))
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Cancel);
        }

        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => renewing);
    }
}
