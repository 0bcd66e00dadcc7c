using OrleansConnect.Client;
using OrleansConnect.Tests.Integration.Management.Fakes;

namespace OrleansConnect.Tests.Integration.Management.Rest;

/// <summary>The cluster through the doors: REST, and gRPC by the client library.</summary>
public sealed class ClusterTests : IAsyncLifetime
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private ManagementHost _host = null!; // made in InitializeAsync

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await ManagementHost.StartAsync(Cancel);
        _host.Cluster.Add("src", tasks: 1);
        _host.Cluster.Unassigned.Enqueue(new("far/0", "No worker carries the labels."));
        _host.Cluster.Movements.Enqueue(new(7, At, "src/0", "10.0.0.1:8083", FakeCluster.WorkerId, "worker 10.0.0.1:8083 is gone"));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public Task Rest_tells_workers_what_nobody_has_and_movements() => _host.Rest.AnswersAsync(
        "GET",
        "/cluster",
        200,
        """{"workers":[{"worker_id":"127.0.0.1:8083","silo":"S127.0.0.1:11111:1","version":"4.3.1","labels":["gpu"],"leader":true,"leaving":false,"connectors":["src"],"tasks":[{"connector":"src","task":0}]}],"unassigned":[{"what":"far/0","reason":"No worker carries the labels."}],"movements":[{"id":7,"at":"2026-01-02T03:04:05Z","what":"src/0","from":"10.0.0.1:8083","to":"127.0.0.1:8083","reason":"worker 10.0.0.1:8083 is gone"}]}""");

    [Fact]
    public async Task Grpc_tells_the_same()
    {
        using var client = new ConnectClient(_host.GrpcAddress);

        var cluster = await client.GetClusterAsync(Cancel);

        var worker = Assert.Single(cluster.Workers);
        Assert.Equal(("127.0.0.1:8083", "4.3.1", true, false), (worker.Id, worker.Version, worker.IsLeader, worker.IsLeaving));
        Assert.Equal(["gpu"], worker.Labels);
        Assert.Equal(new("far/0", "No worker carries the labels."), Assert.Single(cluster.Unassigned));
        Assert.Equal(new(7, At, "src/0", "10.0.0.1:8083", FakeCluster.WorkerId, "worker 10.0.0.1:8083 is gone"), Assert.Single(cluster.Movements));
    }

    [Fact]
    public async Task Movements_are_told_as_they_are_made_also_after_the_cluster_grain_was_away_for_a_while()
    {
        using var client = new ConnectClient(_host.GrpcAddress);
        await using var told = client.WatchMovementsAsync(cancellationToken: Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await told.MoveNextAsync());
        Assert.Equal(7, told.Current.Id);
        var asked = new TaskCompletionSource();
        _host.Cluster.Disturbance = (call, _) =>
        {
            if (call == "GetMovements" && asked.TrySetResult())
            {
                throw new InvalidOperationException("It is on its way to another worker.");
            }

            return Task.CompletedTask;
        };

        await asked.Task.WaitAsync(Cancel);
        _host.Cluster.Movements.Enqueue(new(8, At, "src/0", FakeCluster.WorkerId, null, "why not"));

        Assert.True(await told.MoveNextAsync());
        Assert.Equal(new(8, At, "src/0", FakeCluster.WorkerId, null, "why not"), told.Current);
    }
}
