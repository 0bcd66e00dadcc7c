using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.Kafka.Producing;

namespace OrleansConnect.Benchmarks.Kafka;

internal sealed class ProduceBenchmark(BenchmarkSettings settings) : IDeliveryListener
{
    private const int BatchSize = 2000;
    private const int LoneRecords = 200;

    private readonly byte[] _value = [.. Enumerable.Range(0, settings.SizeBytes).Select(i => (byte)('a' + (i % 26)))];
    private long _delivered;
    private long _failed;

    public string Topic { get; } = $"bench-{Guid.NewGuid():N}";

    public async Task<string> RunAsync(bool withTimestamp, bool withHeader, string lingerMs)
    {
        await using var producer = new RecordProducer(settings.Producer(lingerMs), this, NullLogger.Instance);
        using var batch = new MessageBatch();
        await SendAsync(producer, batch, 1, withTimestamp, withHeader);
        _delivered = 0;
        var stopper = new Stopper();
        for (var sent = 0; sent < settings.Count; sent += BatchSize)
        {
            Fill(batch, BatchSize, sent, withTimestamp, withHeader);
            await producer.SendAsync(batch, CancellationToken.None);
        }

        await producer.FlushAsync(CancellationToken.None);
        return stopper.Per(_delivered) + (_failed > 0 ? $" {_failed} FAILED" : "");
    }

    /// <summary>From a record's sending to its acknowledgement when nothing else is under way.</summary>
    public async Task<string> RunLoneAsync(string lingerMs)
    {
        await using var producer = new RecordProducer(settings.Producer(lingerMs), this, NullLogger.Instance);
        using var batch = new MessageBatch();
        await SendAsync(producer, batch, 1, true, false);
        var times = new double[LoneRecords];
        for (var i = 0; i < LoneRecords; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await SendAsync(producer, batch, 1, true, false);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        return string.Create(CultureInfo.InvariantCulture, $"{times[LoneRecords / 2]:0.00} ms median {times[LoneRecords * 99 / 100]:0.00} ms p99");
    }

    public void OnDelivered(ReadOnlySpan<DeliveryReport> reports)
    {
        foreach (ref readonly var report in reports)
        {
            _failed += report.Error is null ? 0 : 1;
        }

        _delivered += reports.Length;
    }

    public void OnReportsLost(Exception cause) => throw cause;

    private async Task SendAsync(RecordProducer producer, MessageBatch batch, int count, bool withTimestamp, bool withHeader)
    {
        Fill(batch, count, 0, withTimestamp, withHeader);
        await producer.SendAsync(batch, CancellationToken.None);
        await producer.FlushAsync(CancellationToken.None);
    }

    private void Fill(MessageBatch batch, int count, long sequence, bool withTimestamp, bool withHeader)
    {
        batch.Clear();
        for (var i = 0; i < count; i++)
        {
            batch.Begin(Topic, null, withTimestamp ? 1_700_000_000_000 + i : null, sequence + i);
            batch.EndKey(true);
            batch.Output.Write(_value);
            batch.EndValue(false);
            if (withHeader)
            {
                batch.Output.Write("source"u8);
                batch.EndHeader("origin", false);
            }

            batch.Commit();
        }
    }
}
