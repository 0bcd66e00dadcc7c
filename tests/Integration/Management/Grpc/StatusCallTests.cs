using System.Text.Json;
using OrleansConnect.Client;
using OrleansConnect.Tests.Integration.Management.Fakes;

namespace OrleansConnect.Tests.Integration.Management.Grpc;

/// <summary>A status comes through gRPC to the client library as it is, field for field.</summary>
public sealed class StatusCallTests : IAsyncLifetime
{
    private ManagementHost _host = null!; // made in InitializeAsync, as is the client
    private ConnectClient _client = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await ManagementHost.StartAsync(Cancel);
        _host.Cluster.Add("src");
        _client = new ConnectClient(_host.GrpcAddress);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _host.DisposeAsync();
    }

    [Fact]
    public async Task Progress_has_all_its_fields()
    {
        await _host.Cluster.Publish(_host.Cluster.Connectors["src"].Status with { Tasks = [new(0, new(Grains.InstanceState.Running, "w:1", null, "1"), A.FullProgress)] });

        var status = await _client.GetStatusAsync("src", Cancel);

        // Both records have the same properties; as JSON, one that is added to one side only shows too.
        Assert.Equal(Fields(A.FullProgress), Fields(Assert.Single(status.Tasks).Progress));
        Assert.DoesNotContain("null", JsonSerializer.Serialize(A.FullProgress), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_waits_until_the_worker_is_ready()
    {
        _host.Worker.IsReady = false;

        var asked = _client.ListConnectorsAsync(cancellationToken: Cancel);
        using var rest = await _host.Rest.GetAsync("/health", Cancel);
        var wasAnswered = asked.IsCompleted;
        _host.Worker.IsReady = true;

        await asked;
        Assert.Equal((503, false), ((int)rest.StatusCode, wasAnswered));
    }

    [Fact]
    public async Task A_call_is_repeated_that_was_cancelled_because_the_worker_died_that_had_to_answer()
    {
        var attempts = 0;
        _host.Cluster.Disturbance = (_, _) => Interlocked.Increment(ref attempts) == 1 ? throw new OperationCanceledException() : Task.CompletedTask;

        Assert.Single(await _client.ListConnectorsAsync(cancellationToken: Cancel));
    }

    private static SortedDictionary<string, string> Fields<T>(T progress)
    {
        var fields = JsonSerializer.SerializeToElement(progress).EnumerateObject().ToDictionary(field => field.Name, field => field.Value.GetRawText());
        return new(fields, StringComparer.Ordinal);
    }
}
