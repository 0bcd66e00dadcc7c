using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using OrleansConnect.EmbeddedKafka.Log;
using OrleansConnect.EmbeddedKafka.Server;
using OrleansConnect.EmbeddedKafka.Topics;
using OrleansConnect.EmbeddedKafka.Transactions;
using OrleansConnect.EmbeddedKafka.Wire;
using PartitionRequest = OrleansConnect.EmbeddedKafka.Wire.ProduceRequest.TopicDataEntry.PartitionDataEntry;
using PartitionResponse = OrleansConnect.EmbeddedKafka.Wire.ProduceResponse.ResponseEntry.PartitionResponseEntry;

namespace OrleansConnect.EmbeddedKafka.Data;

/// <summary>Appends what producers send.</summary>
internal sealed partial class ProduceHandler(TopicRegistry topics, TransactionCoordinator transactions, TimeProvider time, ILogger<ProduceHandler> logger)
{
    /// <summary>Partitions that the disk takes nothing for: each is told of once, not once a batch.</summary>
    private readonly ConcurrentDictionary<PartitionLog, bool> _failing = [];

    public ValueTask<ProduceResponse?> HandleAsync(RequestContext context, ProduceRequest request)
    {
        var response = new ProduceResponse { Responses = new(request.TopicData.Count) };
        foreach (var topic in request.TopicData)
        {
            var answers = new ProduceResponse.ResponseEntry { Name = topic.Name, PartitionResponses = new(topic.PartitionData.Count) };
            foreach (var partition in topic.PartitionData)
            {
                var result = request.Acks is >= -1 and <= 1
                    ? Append(topics.Find(topic.Name), partition, request.TransactionalId)
                    : AppendResult.Failed(ErrorCode.InvalidRequiredAcks);
                answers.PartitionResponses.Add(Answer(partition.Index, result));
            }

            response.Responses.Add(answers);
        }

        return new(request.Acks == 0 ? null : response);
    }

    private static PartitionResponse Answer(int partition, in AppendResult result) => new()
    {
        Index = partition,
        ErrorCode = result.Error,
        BaseOffset = result.BaseOffset,
        LogAppendTimeMs = result.LogAppendTimeMs,
        LogStartOffset = result.Error == ErrorCode.None ? 0 : -1,
    };

    private AppendResult Append(Topic? topic, PartitionRequest request, string? transactionalId)
    {
        if (topic?.Partition(request.Index) is not { } log)
        {
            return AppendResult.Failed(ErrorCode.UnknownTopicOrPartition);
        }

        if (topic.IsInternal)
        {
            return AppendResult.Failed(ErrorCode.InvalidTopic);
        }

        var error = BatchCheck.Check(request.Records.Memory, log.Settings, time.GetUtcNow().ToUnixTimeMilliseconds());
        if (error != ErrorCode.None)
        {
            return AppendResult.Failed(error);
        }

        try
        {
            // The frame's bytes are the broker's own until the next frame is read; offset and leader epoch are written into them.
            var batch = MemoryMarshal.AsMemory(request.Records.Memory);
            var result = log.Append(batch, header => transactions.Check(transactionalId, header, topic.Name, request.Index));
            if (!_failing.IsEmpty && _failing.TryRemove(log, out _))
            {
                LogAppendsAgain(topic.Name, request.Index);
            }

            return result;
        }
        catch (IOException exception)
        {
            if (_failing.TryAdd(log, true))
            {
                LogAppendFailed(exception, topic.Name, request.Index);
            }

            return AppendResult.Failed(ErrorCode.KafkaStorageError);
        }
        catch (ObjectDisposedException)
        {
            return AppendResult.Failed(ErrorCode.UnknownTopicOrPartition);
        }
    }

    [LoggerMessage(LogLevel.Error, "Records for {Topic}-{Partition} could not be written and are refused. Free space on the disk of the data directory.")]
    private partial void LogAppendFailed(Exception exception, string topic, int partition);

    [LoggerMessage(LogLevel.Information, "Records for {Topic}-{Partition} are written again.")]
    private partial void LogAppendsAgain(string topic, int partition);
}
