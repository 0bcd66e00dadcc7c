using System.Diagnostics;
using Confluent.Kafka;
using OrleansConnect.Tests.Integration.KafkaState;

namespace OrleansConnect.Tests.Conformance.Broker;

/// <summary>The embedded broker on a disk of 8 MB: a tmpfs in a mount namespace of the broker's own, which goes with its process.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const int DiskBytes = 8 * 1024 * 1024;
    private static readonly string Record = new('x', 50_000);
    private readonly string _directory = Directory.CreateTempSubdirectory("broker-disk-").FullName;
    private readonly BrokerProcess _broker;
    private readonly Clients _clients;

    public FullDiskTests()
    {
        _broker = new BrokerProcess(_directory, FreePorts.Next()) { DiskBytes = DiskBytes };
        _clients = new Clients(_broker.BootstrapServers);
    }

    public void Dispose()
    {
        _broker.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task A_full_disk_is_an_error_to_producers_and_the_broker_goes_on_when_there_is_room()
    {
        Assert.SkipUnless(await MayMountAsync(), "This machine lets nobody mount a small disk (unshare -rm).");
        await _broker.StartAsync(TestContext.Current.CancellationToken);
        var ballast = await _clients.NewTopicAsync();
        var topic = await _clients.NewTopicAsync();
        using var producer = _clients.Producer(config => (config.MessageTimeoutMs, config.MessageSendMaxRetries) = (2000, 2));
        var kept = new List<long> { (await ProduceAsync(producer, topic)).Offset.Value };

        var refused = await UntilRefusedAsync(producer, ballast);
        var stored = _clients.ReadAll(topic);
        using (var admin = _clients.Admin())
        {
            await admin.DeleteTopicsAsync([ballast]);
        }

        // The one before may have ended in doubt: a new producer begins with a sequence of its own.
        using var next = _clients.Producer();
        kept.Add((await ProduceAsync(next, topic)).Offset.Value);
        await _broker.StopAsync(TestContext.Current.CancellationToken);

        Assert.Contains(refused.Error.Code, new[] { ErrorCode.KafkaStorageError, ErrorCode.Local_MsgTimedOut });
        Assert.Equal(Record, Assert.Single(stored).Message.Value);
        Assert.Equal([0, 1], kept);
        Assert.Contains($"Records for {ballast}-0 could not be written", _broker.Log, StringComparison.Ordinal);
    }

    private static Task<DeliveryResult<string?, string?>> ProduceAsync(IProducer<string?, string?> producer, string topic) =>
        producer.ProduceAsync(topic, new() { Value = Record }, TestContext.Current.CancellationToken);

    private static async Task<ProduceException<string?, string?>> UntilRefusedAsync(IProducer<string?, string?> producer, string topic)
    {
        for (var sent = 0; sent <= 2 * DiskBytes; sent += Record.Length)
        {
            try
            {
                await ProduceAsync(producer, topic);
            }
            catch (ProduceException<string?, string?> refused)
            {
                return refused;
            }
        }

        Assert.Fail($"Twice as much as the disk holds was acknowledged.");
        return null;
    }

    private static async Task<bool> MayMountAsync()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("unshare", ["-rm", "mount", "-t", "tmpfs", "tmpfs", "/tmp"]) { RedirectStandardError = true });
            await (process?.WaitForExitAsync(TestContext.Current.CancellationToken) ?? Task.CompletedTask);
            return process?.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
