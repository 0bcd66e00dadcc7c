using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.Kafka.Log;

namespace OrleansConnect.Benchmarks.State;

/// <summary>A process that begins with 100,000 keys of 300 bytes in the topic.</summary>
internal static class LoadBenchmark
{
    private const int Keys = 100_000;

    public static async Task<string> RunAsync(string bootstrapServers)
    {
        var settings = new VersionedLogSettings(new KafkaConnection(bootstrapServers), new CompactedTopic($"load-{Guid.NewGuid():n}"));
        await FillAsync(settings);
        var before = CountBytes();
        var start = Stopwatch.GetTimestamp();
        await using var log = await VersionedLog.OpenAsync(settings, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        var elapsed = Stopwatch.GetElapsedTime(start);
        var bytes = CountBytes() - before;
        GC.KeepAlive(log);
        return string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0.00} s, {bytes / 1048576.0:0} MB");
    }

    private static long CountBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static async Task FillAsync(VersionedLogSettings settings)
    {
        await (await VersionedLog.OpenAsync(settings, TimeProvider.System, NullLogger.Instance, CancellationToken.None)).DisposeAsync();
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = settings.Connection.BootstrapServers }).Build();
        var value = Envelope.Wrap(new byte[300]);
        for (var i = 0; i < Keys; i++)
        {
            var key = new EntryKey($"state/service/connect/task/{i}", 1, new Proposer(1, (ulong)i));
            producer.Produce(settings.Topic.Name, new Message<byte[], byte[]> { Key = key.ToBytes(), Value = value });
        }

        producer.Flush(CancellationToken.None);
    }
}
