using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.EmbeddedKafka;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Consuming;
using OrleansConnect.Kafka.Producing;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Benchmarks.Runtime;

/// <summary>Messages as librdkafka holds them on their way into sink records. They come from an embedded broker, once; reading them is not measured.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class DecodeBenchmarks : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("decode-").FullName;
    private EmbeddedKafkaBroker? _broker;
    private RecordConsumer? _consumer;
    private ConsumedBatch? _messages;
    private RecordDecoder? _decoder;

    [Params(Pipelines.Text, Pipelines.Json)]
    public string Format { get; set; } = Pipelines.Text;

    [Params(0, 1, 5)]
    public int Steps { get; set; }

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _broker = await EmbeddedKafkaBroker.StartAsync(new EmbeddedKafkaOptions { DataDirectory = _folder }, loggers: null, CancellationToken.None);
        var servers = new Dictionary<string, string> { ["bootstrap.servers"] = _broker.BootstrapServers };
        await ProduceAsync(servers);
        _consumer = new(ClientSettings.ForConsumer(servers, new Dictionary<string, string> { ["group.id"] = "decode" }), NullLogger.Instance);
        await _consumer.AssignAsync([new TopicPartitionOffset("records", 0, TopicPartitionOffset.Beginning)], CancellationToken.None);
        _messages = await _consumer.ConsumeAsync(Pipelines.Records, TimeSpan.FromSeconds(10), CancellationToken.None);
        while (_messages.Count < Pipelines.Records)
        {
            _messages.Dispose();
            await _consumer.SeekAsync(new("records", 0, 0), CancellationToken.None);
            _messages = await _consumer.ConsumeAsync(Pipelines.Records, TimeSpan.FromSeconds(10), CancellationToken.None);
        }

        _decoder = new(Pipelines.Chain(Steps), Pipelines.Converters(Format), Pipelines.Errors);
    }

    // GlobalSetup has made both.
    [Benchmark(OperationsPerInvoke = Pipelines.Records)]
    public async Task<int> Decode() => (await _decoder!.DecodeAsync(_messages!, CancellationToken.None, CancellationToken.None)).Records.Count;

    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _messages?.Dispose();
        await (_consumer?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_broker?.DisposeAsync() ?? ValueTask.CompletedTask);
        Directory.Delete(_folder, recursive: true);
    }

    private async Task ProduceAsync(Dictionary<string, string> servers)
    {
        var pending = new PendingRecords(new(WantsDeliveries: false, ReportsFailures: false), new TaskCounters(TimeProvider.System));
        var encoder = new RecordEncoder(Pipelines.Chain(0), Pipelines.Converters(Format), Pipelines.Errors, pending, new TopicCreator([], null));
        await using var producer = new RecordProducer(ClientSettings.ForProducer(servers), pending, NullLogger.Instance);
        using var messages = new MessageBatch();
        encoder.Begin(Pipelines.Batch(Format));
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
