using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Consuming;
using OrleansConnect.Kafka.Producing;

namespace OrleansConnect.Benchmarks.Kafka;

/// <summary>What many clients cost that have nothing to do.</summary>
internal sealed class IdleBenchmark(BenchmarkSettings settings) : IDeliveryListener
{
    private const int Clients = 100;
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(20);

    public async Task<string> RunAsync(string topic)
    {
        var before = Process.GetCurrentProcess().WorkingSet64;
        var threadsBefore = Process.GetCurrentProcess().Threads.Count;
        var clients = new List<IAsyncDisposable>();
        for (var i = 0; i < Clients; i++)
        {
            clients.Add(new RecordProducer(settings.Producer("1"), this, NullLogger.Instance));
            var consumer = new RecordConsumer(settings.Consumer, NullLogger.Instance);
            await consumer.AssignAsync([new TopicPartitionOffset(topic, 0, TopicPartitionOffset.End)], CancellationToken.None);
            clients.Add(consumer);
        }

        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, CancellationToken.None);
        var stopper = new Stopper();
        await Task.Delay(Watched, TimeProvider.System, CancellationToken.None);
        var share = stopper.Processor / stopper.Elapsed;
        var process = Process.GetCurrentProcess();
        var result = string.Create(
            CultureInfo.InvariantCulture,
            $"{Clients} producers + {Clients} consumers: {(process.WorkingSet64 - before) >> 20} MB, {process.Threads.Count - threadsBefore} threads, {100 * share:0.0} % of a core");
        var closing = Stopwatch.StartNew();
        await Task.WhenAll(clients.Select(c => c.DisposeAsync().AsTask()));
        return $"{result}, closed in {closing.ElapsedMilliseconds} ms";
    }

    public void OnDelivered(ReadOnlySpan<DeliveryReport> reports)
    {
    }

    public void OnReportsLost(Exception cause) => throw cause;
}
