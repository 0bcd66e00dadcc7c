using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.Kafka.Producing;

namespace OrleansConnect.Benchmarks.Kafka;

/// <summary>How long a new producer takes until Kafka has its first record, which is handed over while it connects: of our own, and of librdkafka's as it comes.</summary>
internal sealed class FirstRecordBenchmark(BenchmarkSettings settings) : IDeliveryListener
{
    private const int Producers = 50;
    private static readonly TimeSpan HandedOverAfter = TimeSpan.FromMilliseconds(2);

    public Task<string> RunAsync(string topic) => TimesAsync(async () =>
    {
        await using var producer = new RecordProducer(settings.Producer("1"), this, NullLogger.Instance);
        using var batch = new MessageBatch();
        await Task.Delay(HandedOverAfter, TimeProvider.System, CancellationToken.None);
        batch.Begin(topic, null, null, 0);
        batch.EndKey(true);
        batch.Output.Write("1"u8);
        batch.EndValue(false);
        batch.Commit();
        await producer.SendAsync(batch, CancellationToken.None);
        await producer.FlushAsync(CancellationToken.None);
    });

    public Task<string> RunPlainAsync(string topic) => TimesAsync(async () =>
    {
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = settings.BootstrapServers, EnableIdempotence = true, LingerMs = 1 }).Build();
        await Task.Delay(HandedOverAfter, TimeProvider.System, CancellationToken.None);
        await producer.ProduceAsync(topic, new Message<Null, byte[]> { Value = [1] });
    });

    public void OnDelivered(ReadOnlySpan<DeliveryReport> reports)
    {
    }

    public void OnReportsLost(Exception cause) => throw cause;

    private static async Task<string> TimesAsync(Func<Task> sendFirst)
    {
        var times = new double[Producers];
        for (var i = 0; i < Producers; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await sendFirst();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        return string.Create(CultureInfo.InvariantCulture, $"{times[Producers / 2]:0.0} ms median, {times[^1]:0.0} ms max");
    }
}
