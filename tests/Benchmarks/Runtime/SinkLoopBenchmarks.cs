using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Grains;
using OrleansConnect.Kafka.Consuming;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Offsets;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Runtime.Plugins;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Benchmarks.Runtime;

/// <summary>The whole loop of a sink task, from read to commit, with a Kafka and a sink that take no time: what the runtime itself costs a record.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class SinkLoopBenchmarks : IAsyncDisposable
{
    private const int Batches = 500;

    private ConsumedMessages? _messages;

    [Params(Pipelines.Text, Pipelines.Json)]
    public string Format { get; set; } = Pipelines.Text;

    [GlobalSetup]
    public async Task SetupAsync() => _messages = await ConsumedMessages.ReadAsync(Format);

    [Benchmark(OperationsPerInvoke = Batches * Pipelines.Records)]
    public async Task Run()
    {
        // GlobalSetup has made them.
        var input = new Repeating(_messages!.Batch, new(Pipelines.Chain(0), Pipelines.Converters(Format), Pipelines.Errors), Batches);
        var spec = new TaskSpec(new("loop", 0), ConnectorKind.Sink, 1, new Dictionary<string, string?>(), new Dictionary<string, string>());
        var host = new TaskHost(spec, new Nobody(), (control, resources) => Task.FromResult<ITaskLoop>(Open(input, control, resources)), new(TimeSpan.Zero, TimeProvider.System), new(TimeProvider.System), NullLogger.Instance);
        host.Start();
        await host.AssignAsync([new(Pipelines.Topic, 0)], 1, CancellationToken.None);
        await input.Ended;
        await host.StopAsync(CancellationToken.None);
        await host.DisposeAsync();
    }

    [GlobalCleanup]
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _messages?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private static SinkTaskRunner Open(Repeating input, TaskControl control, TaskResources resources)
    {
        var common = new SourceTaskContext(
            control.Id, new Dictionary<string, string>(), new ConnectorOffsetReader("loop", new MemoryOffsetStore()), new PluginLog("loop/0", ResolvedSecrets.None, NullLogger.Instance), TimeProvider.System);
        var positions = new SinkPositions();
        var context = new SinkTaskContext(common, positions, input, errantRecords: null, control.Wake);
        var sink = new Taking();
        var session = new SinkSession(sink, context, positions, input, new PendingReports(), new(control, sink, 0, TimeProvider.System, NullLogger.Instance));
        var commits = new SinkCommits(control, session, new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeProvider.System), NullLogger.Instance);
        return new(control, session, resources.Add(new SinkLag(control, session)), commits, NullLogger.Instance);
    }

    private sealed class Taking : SinkTask
    {
        public override ValueTask StartAsync(ISinkTaskContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken) => default;

        public override ValueTask PutAsync(IReadOnlyList<SinkRecord> records, CancellationToken cancellationToken) => default;
    }

    // The same messages with each read, decoded anew.
    private sealed class Repeating(ConsumedBatch messages, RecordDecoder decoder, int times) : ISinkInput
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left = times;

        public Task Ended => _ended.Task;

        public async ValueTask<SinkBatch> ReadAsync(TimeSpan timeout, CancellationToken wake, CancellationToken cancellationToken)
        {
            if (_left-- > 0)
            {
                return await decoder.DecodeAsync(messages, cancellationToken, cancellationToken);
            }

            _ended.TrySetResult();
            await Task.Delay(timeout, TimeProvider.System, wake).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return new SinkBatch();
        }

        public Task<IReadOnlyDictionary<TopicPartition, long>> CommittedAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken) => Nothing();

        public Task<IReadOnlyDictionary<TopicPartition, long>> AskEndsAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken) => Nothing();

        public long? EndOf(TopicPartition partition) => Pipelines.Records;

        public Task AddAsync(IReadOnlyDictionary<TopicPartition, long?> starts, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task SeekAsync(IReadOnlyDictionary<TopicPartition, long> offsets, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task CommitAsync(IReadOnlyDictionary<TopicPartition, long> offsets, CancellationToken cancellationToken) => Task.CompletedTask;

        public void Remove(IReadOnlyCollection<TopicPartition> partitions)
        {
        }

        public void Pause(IReadOnlyCollection<TopicPartition> partitions)
        {
        }

        public void Resume(IReadOnlyCollection<TopicPartition> partitions)
        {
        }

        public ValueTask DisposeAsync() => default;

        private static Task<IReadOnlyDictionary<TopicPartition, long>> Nothing() =>
            Task.FromResult<IReadOnlyDictionary<TopicPartition, long>>(new Dictionary<TopicPartition, long>());
    }
}
