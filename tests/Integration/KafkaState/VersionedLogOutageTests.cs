using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging;
using OrleansConnect.Kafka.Log;

namespace OrleansConnect.Tests.Integration.KafkaState;

/// <summary>A broker of its own that is killed with the log open.</summary>
public sealed class VersionedLogOutageTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_kafka_is_gone_reads_answer_from_memory_and_writes_say_so_and_both_recover()
    {
        await using var broker = await KafkaBroker.StartAsync("", Cancelled);
        var logger = new RecordingLogger();
        var settings = new VersionedLogSettings(new KafkaConnection(broker.BootstrapServers), new CompactedTopic("t"))
        {
            ReadTimeout = TimeSpan.FromSeconds(1),
            WriteTimeout = TimeSpan.FromSeconds(2),
        };
        await using var log = await VersionedLog.OpenAsync(settings, TimeProvider.System, logger, Cancelled);
        Assert.True((await log.WriteAsync("key", 0, "before"u8.ToArray(), Cancelled)).Accepted);

        broker.Kill();
        Assert.Equal("before", Text(await log.ReadAsync("key", Cancelled)));
        var clock = Stopwatch.StartNew();
        Assert.Equal("before", Text(await log.ReadAsync("key", Cancelled)));
        Assert.True(clock.Elapsed < TimeSpan.FromMilliseconds(500), $"A read in an outage took {clock.Elapsed}.");
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => log.WriteAsync("key", 1, "during"u8.ToArray(), Cancelled));
        Assert.True(exception is EntryNotWrittenException or WriteOutcomeUnknownException, exception.ToString());
        Assert.Single(logger.At(LogLevel.Warning), line => line.Contains("answered from memory", StringComparison.Ordinal));

        await broker.StartAgainAsync(Cancelled);
        var written = await WriteUntilAcceptedAsync(log);
        Assert.Equal(written.Current.Version, (await log.ReadAsync("key", Cancelled)).Version);
        Assert.Equal("after", Text(await log.ReadAsync("key", Cancelled)));
    }

    private static async Task<WriteResult> WriteUntilAcceptedAsync(VersionedLog log)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                var current = await log.ReadAsync("key", deadline.Token);
                var result = await log.WriteAsync("key", current.Version, "after"u8.ToArray(), deadline.Token);
                if (result.Accepted)
                {
                    return result;
                }
            }
            catch (Exception exception) when (exception is EntryNotWrittenException or WriteOutcomeUnknownException)
            {
                // The broker is still starting.
            }
        }
    }

    private static string? Text(VersionedValue value) => value.Value is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;
}
