using BenchmarkDotNet.Attributes;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Kafka.Producing;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Benchmarks.Runtime;

/// <summary>A batch of source records on its way into messages: transformations, converters, tracking and all.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class EncodeBenchmarks : IDisposable
{
    private readonly MessageBatch _messages = new();
    private RecordEncoder? _encoder;
    private Acknowledgements? _acknowledgements;
    private SourceRecord[] _batch = [];

    [Params(Pipelines.Text, Pipelines.Json)]
    public string Format { get; set; } = Pipelines.Text;

    [Params(0, 1, 5)]
    public int Steps { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var pending = new PendingRecords(new(WantsDeliveries: false, ReportsFailures: false), new TaskCounters(TimeProvider.System));
        _acknowledgements = new(pending);
        _encoder = new(Pipelines.Chain(Steps), Pipelines.Converters(Format), Pipelines.Errors, pending, new TopicCreator([], null));
        _batch = Pipelines.Batch(Format);
    }

    [Benchmark(OperationsPerInvoke = Pipelines.Records)]
    public async Task<int> Encode()
    {
        // GlobalSetup has made both.
        var (encoder, acknowledgements) = (_encoder!, _acknowledgements!);
        var count = 0;
        encoder.Begin(_batch);
        while (!encoder.IsDone)
        {
            await encoder.EncodeAsync(_messages, CancellationToken.None, CancellationToken.None);
            acknowledgements.Answer(_messages);
            count += _messages.Count;
            _messages.Clear();
        }

        return count;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _messages.Dispose();
        GC.SuppressFinalize(this);
    }
}
