using OrleansConnect.Client;
using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.Integration;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>One worker on Apache Kafka for tests that come one after another, and a client of it.</summary>
public sealed class WorkbenchWorker(RealKafka kafka) : IAsyncDisposable
{
    private readonly WorkFolder _folder = new();
    private Worker? _worker;
    private ConnectClient? _client;

    internal Worker Worker => _worker ?? throw new InvalidOperationException("No worker was started.");

    internal ConnectClient Client => _client ?? throw new InvalidOperationException("No worker was started.");

    public string Server => $"http://127.0.0.1:{Worker.GrpcPort}";

    /// <summary>Starts it where it does not run.</summary>
    public async Task EnsureAsync()
    {
        if (_worker is { HasExited: false })
        {
            return;
        }

        await DisposeWorkerAsync();
        _worker = await Worker.StartReadyAsync(
            _folder.Path, "distributed", $"--bootstrap.servers={kafka.BootstrapServers}", $"--group.id=bench-{Path.GetFileName(_folder.Path)}", "--offset.storage.partitions=2");
        _client = new(Server);
    }

    /// <summary>Deletes all connectors, if it was started.</summary>
    public async Task DeleteConnectorsAsync()
    {
        foreach (var connector in _client is { } client ? await client.ListConnectorsAsync(cancellationToken: CancellationToken.None) : [])
        {
            await Client.DeleteConnectorAsync(connector.Name, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DisposeWorkerAsync();
        _folder.Dispose();
    }

    private ValueTask DisposeWorkerAsync()
    {
        _client?.Dispose();
        return _worker?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
