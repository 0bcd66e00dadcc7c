using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.Kafka.Log;

namespace OrleansConnect.Benchmarks.State;

/// <summary>One writer, one key, 500 bytes: from the call until the outcome is known.</summary>
internal static class CompareAndSetBenchmark
{
    private const int Count = 3000;

    public static async Task<string> RunAsync(string bootstrapServers)
    {
        await using var log = await OpenAsync(bootstrapServers);
        var value = new byte[500];
        var version = 0L;
        return await Percentiles.OfAsync(Count, async _ => version = (await log.WriteAsync("key", version, value, CancellationToken.None)).Current.Version);
    }

    public static async Task<string> RunReadsAsync(string bootstrapServers)
    {
        await using var log = await OpenAsync(bootstrapServers);
        return await Percentiles.OfAsync(Count, async _ => await log.ReadAsync("key", CancellationToken.None));
    }

    private static Task<VersionedLog> OpenAsync(string bootstrapServers) => VersionedLog.OpenAsync(
        new VersionedLogSettings(new KafkaConnection(bootstrapServers), new CompactedTopic($"compare-and-set-{Guid.NewGuid():n}")),
        TimeProvider.System,
        NullLogger.Instance,
        CancellationToken.None);
}
