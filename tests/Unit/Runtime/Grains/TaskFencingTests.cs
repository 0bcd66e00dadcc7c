using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.EmbeddedKafka;
using OrleansConnect.Grains;
using OrleansConnect.Kafka.Log;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Grains;
using OrleansConnect.Runtime.Offsets;
using OrleansConnect.Runtime.Tasks;
using OrleansConnect.Tests.Unit.EmbeddedKafka;

namespace OrleansConnect.Tests.Unit.Runtime.Grains;

/// <summary>Offsets that are changed from outside while sources deliver exactly once: what a task of before has open is never committed over the change.</summary>
public sealed class TaskFencingTests : IAsyncLifetime
{
    private readonly BrokerFolder _folder = new();
    private readonly StoredInMemory<StoredConnector> _connector = new();
    private readonly StoredInMemory<StoredTasks> _tasks = new() { State = new() { Unfenced = 2, Kind = ConnectorKind.Source } };
    private EmbeddedKafkaBroker? _broker;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // InitializeAsync has set it.
    private WorkerConfig Worker => new() { Settings = new Dictionary<string, string?>(), BootstrapServers = _broker!.BootstrapServers, GroupId = "g" };

    public async ValueTask InitializeAsync() => _broker = await _folder.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await (_broker?.DisposeAsync() ?? default);
        _folder.Dispose();
    }

    [Fact]
    public async Task A_task_of_before_cannot_commit_over_a_change()
    {
        var topic = OffsetTopic.Of(Worker, new KafkaConnection(Worker.BootstrapServers), TimeSpan.FromSeconds(30));
        await using var store = new KafkaOffsetStore(topic, NullLogger<KafkaOffsetStore>.Instance);
        await store.WriteAsync("c", Offsets(("a", 1), ("b", 1)), Cancel);
        await using var sender = Sender(task: 1);
        await sender.InitAsync(Cancel);
        using var transaction = new SourceTransaction("c", sender, store);
        await transaction.WriteAsync(Offsets(("a", 7)), Cancel);

        await Fencing().RequireAsync(Cancel);
        await store.WriteTogetherAsync("c", Offsets(("a", 3), ("b", 3)), Cancel);
        await Assert.ThrowsAsync<InterruptedTransactionException>(() => transaction.CommitAsync(Offsets(("a", 7)), Cancel));

        Assert.Equal([("a", 3L), ("b", 3L)], (await store.ReadAllAsync("c", Cancel)).Select(entry => ((string)entry.Key["p"]!, (long)entry.Value["n"]!)).Order());
        Assert.Equal(0, _tasks.State.Unfenced);
    }

    [Fact]
    public async Task A_fencing_that_Kafka_refuses_is_told_and_is_due_again()
    {
        _connector.State = new() { Config = new() { ["producer.override.transaction.timeout.ms"] = "2000000000" } };

        var refused = await Assert.ThrowsAsync<ConnectRequestException>(() => Fencing().RequireAsync(Cancel));

        Assert.Equal(RequestErrorKind.Internal, refused.Kind);
        Assert.StartsWith(
            "Failed to perform zombie fencing for source connector prior to modifying offsets; nothing was changed. The 2 tasks that connector 'c' had before could not be fenced",
            refused.Message,
            StringComparison.Ordinal);
        Assert.Equal(2, _tasks.State.Unfenced);
        Assert.True(Fencing().IsDue);
    }

    [Theory]
    [InlineData(ConnectorKind.Sink, 2, true)]
    [InlineData(ConnectorKind.Source, 0, true)]
    [InlineData(ConnectorKind.Source, 2, false)]
    public async Task Where_nothing_is_to_be_fenced_Kafka_is_not_asked(ConnectorKind kind, int unfenced, bool isExactlyOnce)
    {
        _tasks.State = new() { Unfenced = unfenced, Kind = kind };
        _connector.State = new() { Config = new() { ["producer.override.transaction.timeout.ms"] = "2000000000" } };
        var fencing = Fencing(isExactlyOnce);

        await fencing.RequireAsync(Cancel);

        Assert.False(fencing.IsDue);
        Assert.Equal(unfenced, _tasks.State.Unfenced);
    }

    private static Dictionary<SourcePartition, SourceOffset?> Offsets(params (string Partition, long Number)[] offsets) =>
        offsets.ToDictionary(offset => SourcePartition.Of("p", offset.Partition), offset => (SourceOffset?)SourceOffset.Of("n", offset.Number));

    private TaskFencing Fencing(bool isExactlyOnce = true)
    {
        var memory = new ConnectorMemory(_connector, _tasks, new StoredInMemory<StoredFailures>(), new StoredInMemory<StoredOffsets>(), () => { });
        var variables = new VariableResolver(new Dictionary<string, OrleansConnect.Abstractions.Configuration.IConfigProvider>());
        return new("c", memory, new(Worker, variables, NullLogger<TransactionFence>.Instance), isExactlyOnce);
    }

    private TransactionalSender Sender(int task)
    {
        var id = new TaskId("c", task);
        var clients = new TaskClients(id, Worker, new Dictionary<string, string?>());
        var pending = new PendingRecords(new(WantsDeliveries: false, ReportsFailures: false), new(TimeProvider.System));
        return new(id, clients.TransactionalProducer(), pending, new(TimeSpan.FromMinutes(1), new(null, null)), TimeProvider.System, NullLogger.Instance);
    }
}
