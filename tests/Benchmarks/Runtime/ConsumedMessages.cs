using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.EmbeddedKafka;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Consuming;
using OrleansConnect.Kafka.Producing;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Benchmarks.Runtime;

/// <summary>A batch of messages as librdkafka holds them, read once from an embedded broker.</summary>
internal sealed class ConsumedMessages : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("consumed-").FullName;
    private EmbeddedKafkaBroker? _broker;
    private RecordConsumer? _consumer;
    private ConsumedBatch? _batch;

    private ConsumedMessages()
    {
    }

    public ConsumedBatch Batch => _batch ?? throw new InvalidOperationException("Nothing was read.");

    public static async Task<ConsumedMessages> ReadAsync(string format)
    {
        var messages = new ConsumedMessages();
        try
        {
            await messages.FillAsync(format);
            return messages;
        }
        catch
        {
            await messages.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _batch?.Dispose();
        await (_consumer?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_broker?.DisposeAsync() ?? ValueTask.CompletedTask);
        Directory.Delete(_folder, recursive: true);
    }

    private async Task FillAsync(string format)
    {
        _broker = await EmbeddedKafkaBroker.StartAsync(new EmbeddedKafkaOptions { DataDirectory = _folder }, loggers: null, CancellationToken.None);
        var servers = new Dictionary<string, string> { ["bootstrap.servers"] = _broker.BootstrapServers };
        await ProduceAsync(servers, format);
        _consumer = new(ClientSettings.ForConsumer(servers, new Dictionary<string, string> { ["group.id"] = "benchmark" }), NullLogger.Instance);
        await _consumer.AssignAsync([new TopicPartitionOffset(Pipelines.Topic, 0, TopicPartitionOffset.Beginning)], CancellationToken.None);
        var batch = await _consumer.ConsumeAsync(Pipelines.Records, TimeSpan.FromSeconds(10), CancellationToken.None);
        while (batch.Count < Pipelines.Records)
        {
            batch.Dispose();
            await _consumer.SeekAsync(new(Pipelines.Topic, 0, 0), CancellationToken.None);
            batch = await _consumer.ConsumeAsync(Pipelines.Records, TimeSpan.FromSeconds(10), CancellationToken.None);
        }

        _batch = batch;
    }

    private static async Task ProduceAsync(Dictionary<string, string> servers, string format)
    {
        var pending = new PendingRecords(new(WantsDeliveries: false, ReportsFailures: false), new TaskCounters(TimeProvider.System));
        var encoder = new RecordEncoder(Pipelines.Chain(0), Pipelines.Converters(format), Pipelines.Errors, pending, new TopicCreator([], null));
        await using var producer = new RecordProducer(ClientSettings.ForProducer(servers), pending, NullLogger.Instance);
        using var messages = new MessageBatch();
        encoder.Begin(Pipelines.Batch(format));
        while (!encoder.IsDone)
        {
            await encoder.EncodeAsync(messages, CancellationToken.None, CancellationToken.None);
            pending.Publish();
            await producer.SendAsync(messages, CancellationToken.None);
            messages.Clear();
        }

        await pending.WaitForAnswersAsync(CancellationToken.None);
    }
}
