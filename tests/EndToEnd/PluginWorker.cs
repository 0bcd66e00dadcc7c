using OrleansConnect.Tests.EndToEnd.Processes;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>One worker on the embedded Kafka, with the example's plugins and the tests' own on its plugin.path.</summary>
public sealed class PluginWorker : IAsyncLifetime
{
    private readonly WorkFolder _folder = new();
    private Worker? _worker;

    internal Worker Worker => _worker ?? throw new InvalidOperationException("The worker has not been started.");

    public string File(string name) => _folder.File(name);

    public async ValueTask InitializeAsync() => _worker = await Worker.StartReadyAsync(
        _folder.Path, "distributed", "--group.id=plugins", $"--plugin.path={BuildOutput.Of("HelloConnector")},{BuildOutput.Of("OrleansConnect.Tests.Plugins")}",
        "--value.converter=org.apache.kafka.connect.storage.StringConverter", "--task.shutdown.graceful.timeout.ms=1000", "--task.stalled.after.ms=1000",
        "--config.providers=leased", "--config.providers.leased.class=LeasedConfigProvider");

    public async ValueTask DisposeAsync()
    {
        if (_worker is { } worker)
        {
            await worker.DisposeAsync();
        }

        _folder.Dispose();
    }
}
