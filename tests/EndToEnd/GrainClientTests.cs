using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using OrleansConnect.Grains;
using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.Integration;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>Another Orleans app manages connectors with nothing but the package of grain interfaces and an ordinary cluster client.</summary>
[Collection(KafkaCollection.Name)]
public sealed class GrainClientTests(RealKafka kafka) : IDisposable
{
    private readonly WorkFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_connector_is_created_seen_and_deleted_through_its_grain()
    {
        await File.WriteAllTextAsync(_folder.File("in.txt"), "one\n", Cancel);
        var group = $"grains-{Path.GetFileName(_folder.Path)}";
        await using var worker = await Worker.StartReadyAsync(_folder.Path, "distributed", $"--bootstrap.servers={kafka.BootstrapServers}", $"--group.id={group}");
        using var host = await StartClientAsync(group);
        var grains = host.Services.GetRequiredService<IClusterClient>();
        var connector = grains.GetGrain<IConnectorGrain>("lines");

        var created = await connector.Create(
            new Dictionary<string, string?> { ["connector.class"] = "FileStreamSource", ["file"] = _folder.File("in.txt"), ["topic"] = group }, null, Cancel);

        Assert.Equal(ConnectorKind.Source, created.Kind);
        await Eventually.IsTrueAsync(
            async () => (await connector.GetStatus(Cancel)).Tasks is [{ Instance.State: InstanceState.Running }], "the task runs", details: () => worker.Details);
        Assert.Equal(["lines"], await grains.GetGrain<IConnectClusterGrain>(0).ListConnectors(Cancel));
        await connector.Delete(Cancel);
        var error = await Assert.ThrowsAsync<ConnectRequestException>(() => connector.GetInfo(Cancel));
        Assert.Equal((RequestErrorKind.NotFound, "Connector lines not found"), (error.Kind, error.Message));
        await host.StopAsync(Cancel);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<IHost> StartClientAsync(string group)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = group);
            client.UseKafkaClustering(options => options.Configure(state =>
            {
                state.BootstrapServers = kafka.BootstrapServers;
                state.Topic = $"{group}-membership";
            }));
        });
        var host = builder.Build();
        await host.StartAsync(Cancel);
        return host;
    }
}
