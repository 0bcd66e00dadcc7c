using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Grains;
using OrleansConnect.Kafka.Producing;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Offsets;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Runtime.Plugins;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Benchmarks.Runtime;

/// <summary>The whole loop of a source task, from poll to commit, with a source and a Kafka that take no time: what the runtime itself costs a record.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class SourceLoopBenchmarks
{
    private const int Batches = 500;

    private SourceRecord[] _batch = [];

    [Params(Pipelines.Text, Pipelines.Json)]
    public string Format { get; set; } = Pipelines.Text;

    [GlobalSetup]
    public void Setup() => _batch = Pipelines.Batch(Format);

    [Benchmark(OperationsPerInvoke = Batches * Pipelines.Records)]
    public async Task Run()
    {
        var source = new Repeating(_batch, Batches);
        var spec = new TaskSpec(new("loop", 0), ConnectorKind.Source, 1, new Dictionary<string, string?>(), new Dictionary<string, string>());
        var host = new TaskHost(spec, new Nobody(), (control, resources) => Task.FromResult<ITaskLoop>(Open(source, control, resources)), new(TimeSpan.Zero, TimeProvider.System), new(TimeProvider.System), NullLogger.Instance);
        host.Start();
        await source.Ended;
        await host.StopAsync(CancellationToken.None);
        await host.DisposeAsync();
    }

    private SourceTaskRunner Open(SourceTask source, TaskControl control, TaskResources resources)
    {
        var pending = new PendingRecords(new(WantsDeliveries: false, ReportsFailures: false), control.Counters);
        var encoder = new RecordEncoder(Pipelines.Chain(0), Pipelines.Converters(Format), Pipelines.Errors, pending, new TopicCreator([], null));
        var output = resources.Add(new SourceOutput(control, encoder, pending, new Answering(pending), Pipelines.Errors, 32 << 20));
        var offsets = new MemoryOffsetStore();
        var commits = resources.Add(new IntervalCommits(
            control, pending, offsets, new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeProvider.System), NullLogger.Instance));
        var context = new SourceTaskContext(
            control.Id, new Dictionary<string, string>(), new ConnectorOffsetReader("loop", offsets), new PluginLog("loop/0", ResolvedSecrets.None, NullLogger.Instance), TimeProvider.System);
        return new(control, source, context, output, commits, NullLogger.Instance);
    }

    private sealed class Repeating(SourceRecord[] batch, int times) : SourceTask
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left = times;

        public Task Ended => _ended.Task;

        public override ValueTask StartAsync(ISourceTaskContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken) => default;

        public override async ValueTask<IReadOnlyList<SourceRecord>> PollAsync(CancellationToken cancellationToken)
        {
            if (_left-- > 0)
            {
                return batch;
            }

            _ended.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return [];
        }
    }

    private sealed class Answering(PendingRecords pending) : IMessageSender
    {
        private readonly Acknowledgements _acknowledgements = new(pending);

        public ValueTask SendAsync(MessageBatch messages, CancellationToken cancellationToken)
        {
            _acknowledgements.Answer(messages);
            return default;
        }

        public ValueTask DisposeAsync() => default;
    }
}
