using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.EmbeddedKafka;
using OrleansConnect.Kafka.Log;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Offsets;
using OrleansConnect.Tests.Unit.EmbeddedKafka;

namespace OrleansConnect.Tests.Unit.Runtime.Offsets;

/// <summary>A connector that produces exactly once to another cluster than its worker's keeps its offsets there.</summary>
public sealed class SourceOffsetStoresTests : IAsyncLifetime
{
    private static readonly SourcePartition Partition = SourcePartition.Of("p", "a");

    private readonly BrokerFolder _folder = new();
    private readonly BrokerFolder _otherFolder = new();
    private readonly MemoryOffsetStore _workers = new();
    private EmbeddedKafkaBroker? _broker;
    private EmbeddedKafkaBroker? _other;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // InitializeAsync has set it.
    private WorkerConfig Worker => new()
    {
        Settings = new Dictionary<string, string?>(),
        BootstrapServers = _broker!.BootstrapServers,
        GroupId = "g",
        IsExactlyOnceEnabled = true,
    };

    private Dictionary<string, string?> Elsewhere => new() { ["producer.override.bootstrap.servers"] = _other?.BootstrapServers };

    public async ValueTask InitializeAsync() => (_broker, _other) = (await _folder.StartAsync(), await _otherFolder.StartAsync());

    public async ValueTask DisposeAsync()
    {
        await (_broker?.DisposeAsync() ?? default);
        await (_other?.DisposeAsync() ?? default);
        _folder.Dispose();
        _otherFolder.Dispose();
    }

    [Fact]
    public async Task Offsets_are_on_the_cluster_of_the_records_with_a_copy_for_a_move_back()
    {
        await _workers.WriteAsync("c", Offset(1), Cancel);
        await using var stores = Stores();
        await using (var lease = stores.Rent(Elsewhere))
        {
            var found = await lease.Store.ReadAsync("c", Partition, Cancel);
            await lease.Store.WriteTogetherAsync("c", Offset(2), Cancel);

            Assert.Equal(1L, found?["n"]);
            Assert.Equal($"g-offsets on {_other?.BootstrapServers}", lease.Place);
        }

        await using var again = stores.Rent(Elsewhere);
        await using var back = stores.Rent(new Dictionary<string, string?>());
        await using var direct = new KafkaOffsetStore(Topic(_other!), NullLogger<KafkaOffsetStore>.Instance);
        Assert.Equal(2L, (await again.Store.ReadAsync("c", Partition, Cancel))?["n"]);
        Assert.Equal(2L, (await direct.ReadAsync("c", Partition, Cancel))?["n"]);
        Assert.Same(_workers, back.Store);
        Assert.Equal(2L, (await back.Store.ReadAsync("c", Partition, Cancel))?["n"]);
    }

    [Fact]
    public async Task What_is_removed_is_gone_on_both()
    {
        await using var stores = Stores();
        await using var lease = stores.Rent(Elsewhere);
        await lease.Store.WriteTogetherAsync("c", Offset(1), Cancel);

        await lease.Store.WriteTogetherAsync("c", Offset(null), Cancel);

        Assert.Empty(await lease.Store.ReadAllAsync("c", Cancel));
        Assert.Empty(await _workers.ReadAllAsync("c", Cancel));
    }

    private static Dictionary<SourcePartition, SourceOffset?> Offset(long? number) => new() { [Partition] = number is { } given ? SourceOffset.Of("n", given) : null };

    private SourceOffsetStores Stores() => new(_workers, Worker, NullLoggerFactory.Instance, Topic(_broker!));

    private OffsetTopic Topic(EmbeddedKafkaBroker broker) => OffsetTopic.Of(Worker, new KafkaConnection(broker.BootstrapServers), TimeSpan.FromSeconds(30));
}
