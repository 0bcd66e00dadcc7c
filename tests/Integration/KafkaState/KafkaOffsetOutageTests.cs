using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Kafka.Log;
using OrleansConnect.Runtime.Offsets;

namespace OrleansConnect.Tests.Integration.KafkaState;

/// <summary>A broker of its own that is killed while source offsets are read.</summary>
public sealed class KafkaOffsetOutageTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_Kafka_is_gone_a_read_waits_quietly_and_goes_on_when_it_is_back()
    {
        await using var broker = await KafkaBroker.StartAsync("", Cancelled);
        var logger = new RecordingLogger();
        using var logs = LoggerFactory.Create(logging => logging.AddProvider(new RecordingProvider(logger)));
        var tail = new TailSettings(new KafkaConnection(broker.BootstrapServers)) { IsolationLevel = IsolationLevel.ReadCommitted, StartTimeout = TimeSpan.FromSeconds(1) };
        await using var store = new KafkaOffsetStore(new OffsetTopic(new CompactedTopic("offsets") { Partitions = 3 }, tail), logs.CreateLogger<KafkaOffsetStore>());
        var (partition, offset) = (SourcePartition.Of([new("file", "a")]), SourceOffset.Of([new("position", 1L)]));
        await store.WriteAsync("lines", new Dictionary<SourcePartition, SourceOffset?> { [partition] = offset }, Cancelled);

        broker.Kill();
        var reads = Enumerable.Range(0, 3).Select(_ => store.ReadAsync("lines", partition, Cancelled).AsTask()).ToList();
        using (var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10)))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.ReadAsync("lines", partition, deadline.Token).AsTask());
        }

        await broker.StartAgainAsync(Cancelled);

        Assert.All(await Task.WhenAll(reads).WaitAsync(TimeSpan.FromMinutes(1), Cancelled), read => Assert.Equal(offset, read));
        Assert.InRange(logger.At(LogLevel.Warning).Count(line => line.StartsWith("Still waiting to read", StringComparison.Ordinal)), 1, 5);
    }

    private sealed class RecordingProvider(ILogger logger) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => logger;

        public void Dispose()
        {
        }
    }
}
