using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.Kafka.Log;

namespace OrleansConnect.Tests.Victims;

/// <summary>
/// Writes random keys of a versioned log for ever and writes down each attempt before it is made and each acknowledgement before it goes
/// on, as lines <c>try KEY VERSION VALUE REPLACED</c> and <c>ack KEY VERSION VALUE REPLACED</c>. A value is unlike any other, a deletion
/// is '-', so the journals of all writers together tell whether an acknowledged write was lost or a version given out twice.
/// </summary>
internal static class CounterProgram
{
    private const int Loops = 8;
    private const double ShareOfDeletions = 0.05;

    public static async Task<int> RunAsync(string bootstrapServers, string topic, int keys, string journalPath)
    {
        var settings = new VersionedLogSettings(new KafkaConnection(bootstrapServers), new CompactedTopic(topic))
        {
            WriteTimeout = TimeSpan.FromSeconds(2),
            SweepAfter = TimeSpan.FromSeconds(5),
            DeletionRetention = TimeSpan.FromSeconds(60),
        };
        await using var log = await VersionedLog.OpenAsync(settings, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        await using var journal = new FileStream(journalPath, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        await Task.WhenAll(Enumerable.Range(0, Loops).Select(_ => Task.Run(() => WriteForeverAsync(log, keys, journal))));
        return 0;
    }

    private static async Task WriteForeverAsync(VersionedLog log, int keys, FileStream journal)
    {
        var writer = Guid.NewGuid().ToString("n");
        for (var sequence = 0; ; sequence++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"counter-{Random.Shared.Next(keys)}");
            var value = Random.Shared.NextDouble() < ShareOfDeletions ? "-" : string.Create(CultureInfo.InvariantCulture, $"{writer}-{sequence}");
            try
            {
                var current = await log.ReadAsync(key, CancellationToken.None);
                var attempt = string.Create(CultureInfo.InvariantCulture, $"{key} {current.Version + 1} {value} {ToText(current)}\n");
                WriteDown(journal, $"try {attempt}");
                var result = value == "-"
                    ? await log.DeleteAsync(key, current.Version, CancellationToken.None)
                    : await log.WriteAsync(key, current.Version, Encoding.UTF8.GetBytes(value), CancellationToken.None);
                if (result.Accepted)
                {
                    WriteDown(journal, $"ack {attempt}");
                }
            }
            catch (Exception exception) when (exception is WriteOutcomeUnknownException or EntryNotWrittenException)
            {
                // The next round reads again.
            }
        }
    }

    // One unbuffered write a line, which survives the death of this process.
    private static void WriteDown(FileStream journal, string line)
    {
        lock (journal)
        {
            journal.Write(Encoding.UTF8.GetBytes(line));
        }
    }

    private static string ToText(VersionedValue current) => current.Value is { } value ? Encoding.UTF8.GetString(value.Span) : "-";
}
