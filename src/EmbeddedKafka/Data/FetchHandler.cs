using OrleansConnect.EmbeddedKafka.Log;
using OrleansConnect.EmbeddedKafka.Server;
using OrleansConnect.EmbeddedKafka.Topics;
using OrleansConnect.EmbeddedKafka.Wire;
using PartitionResponse = OrleansConnect.EmbeddedKafka.Wire.FetchResponse.ResponseEntry.PartitionEntry;

namespace OrleansConnect.EmbeddedKafka.Data;

/// <summary>Gives consumers records, and lets them wait for more without holding a thread.</summary>
internal sealed class FetchHandler(TopicRegistry topics, FetchSessions sessions, TimeProvider time)
{
    private const sbyte ReadCommitted = 1;

    /// <summary>Most that one answer holds, whatever the client allows: Kafka's fetch.max.bytes.</summary>
    private const int MaxBytes = 55 * 1024 * 1024;

    public async ValueTask<FetchResponse?> HandleAsync(RequestContext context, FetchRequest request)
    {
        if (sessions.Resolve(request, out var error) is not { } session)
        {
            return new FetchResponse { ErrorCode = error };
        }

        session.Update(request);
        var deadline = time.GetTimestamp() + (long)(Math.Max(request.MaxWaitMs, 0) / 1000.0 * time.TimestampFrequency);
        while (true)
        {
            var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var collected = Collect(request, session, out var isEnough);
            var left = time.GetElapsedTime(time.GetTimestamp(), deadline);
            if (isEnough || left <= TimeSpan.Zero)
            {
                return Answer(request, session, collected);
            }

            Release(collected);
            await WaitAsync(session, waiter, request, left, context.Stopping);
        }
    }

    /// <summary>Waits until a log grows or the time is up. Registers first and looks again, so that no growth goes unseen.</summary>
    private async ValueTask WaitAsync(FetchSession session, TaskCompletionSource waiter, FetchRequest request, TimeSpan left, CancellationToken stopping)
    {
        var signals = session.Targets.Select(target => target.Find(topics)?.Partition(target.Request.Partition)?.Grown).OfType<AppendSignal>().ToList();
        foreach (var signal in signals)
        {
            signal.Register(waiter);
        }

        try
        {
            var again = Collect(request, session, out var isEnough);
            Release(again);
            if (!isEnough)
            {
                await waiter.Task.WaitAsync(left, time, stopping);
            }
        }
        catch (TimeoutException)
        {
            // The caller looks at the clock.
        }
        finally
        {
            foreach (var signal in signals)
            {
                signal.Unregister(waiter);
            }
        }
    }

    private List<(FetchTarget Target, PartitionResponse Answer)> Collect(FetchRequest request, FetchSession session, out bool isEnough)
    {
        var collected = new List<(FetchTarget, PartitionResponse)>(session.Targets.Count);
        var (bytes, failed) = (0L, false);
        foreach (var target in session.Targets)
        {
            var room = (int)Math.Clamp(Math.Min(request.MaxBytes, MaxBytes) - bytes, 0, MaxBytes);
            var answer = Read(target, request.IsolationLevel == ReadCommitted, room, isFirst: bytes == 0);
            bytes += answer.Records.Length;
            failed |= answer.ErrorCode != ErrorCode.None;
            collected.Add((target, answer));
        }

        isEnough = failed || bytes >= request.MinBytes || session.Targets.Count == 0;
        return collected;
    }

    private PartitionResponse Read(FetchTarget target, bool committedOnly, int room, bool isFirst)
    {
        var request = target.Request;
        var topic = target.Find(topics);
        if (topic?.Partition(request.Partition) is not { } log)
        {
            return Failed(request.Partition, topic is null && target.TopicId != Guid.Empty ? ErrorCode.UnknownTopicId : ErrorCode.UnknownTopicOrPartition);
        }

        if (request.CurrentLeaderEpoch > 0)
        {
            return Failed(request.Partition, ErrorCode.UnknownLeaderEpoch);
        }

        var end = log.EndOffset;
        var answer = new PartitionResponse
        {
            PartitionIndex = request.Partition,
            HighWatermark = end,
            LastStableOffset = log.StableOffset,
            LogStartOffset = log.StartOffset,
            AbortedTransactions = committedOnly ? [] : null,
        };
        if (request.FetchOffset < answer.LogStartOffset || request.FetchOffset > end)
        {
            return Failed(request.Partition, ErrorCode.OffsetOutOfRange);
        }

        try
        {
            if (room > 0 || isFirst)
            {
                Fill(answer, log, request.FetchOffset, committedOnly, Math.Min(room, request.PartitionMaxBytes), isFirst);
            }

            return answer;
        }
        catch (ObjectDisposedException)
        {
            // The topic was deleted while it was read.
            return Failed(request.Partition, ErrorCode.UnknownTopicOrPartition);
        }
    }

    private static void Fill(PartitionResponse answer, PartitionLog log, long offset, bool committedOnly, int maxBytes, bool wholeBatch)
    {
        answer.Records = new WireRecords(default, log.Read(offset, committedOnly, maxBytes, wholeBatch, out var aborted));
        foreach (var transaction in aborted ?? [])
        {
            answer.AbortedTransactions?.Add(new() { ProducerId = transaction.ProducerId, FirstOffset = transaction.FirstOffset });
        }
    }

    private static FetchResponse Answer(FetchRequest request, FetchSession session, List<(FetchTarget Target, PartitionResponse Answer)> collected)
    {
        var response = new FetchResponse { SessionId = session.Id };
        var isIncremental = request.SessionEpoch > 0;
        var served = new List<FetchTarget>();
        foreach (var (target, answer) in collected)
        {
            if (!target.IsNews(answer) && isIncremental)
            {
                continue;
            }

            if (response.Responses.Count == 0 || response.Responses[^1].Topic != target.Topic || response.Responses[^1].TopicId != target.TopicId)
            {
                response.Responses.Add(new() { Topic = target.Topic, TopicId = target.TopicId });
            }

            response.Responses[^1].Partitions.Add(answer);
            if (answer.Records.Length > 0)
            {
                served.Add(target);
            }
        }

        session.MoveBack(served);
        return response;
    }

    private static void Release(List<(FetchTarget Target, PartitionResponse Answer)> collected)
    {
        foreach (var (_, answer) in collected)
        {
            answer.Records.Region?.Dispose();
        }
    }

    private static PartitionResponse Failed(int partition, ErrorCode error) =>
        new() { PartitionIndex = partition, ErrorCode = error, HighWatermark = -1, AbortedTransactions = [] };
}
