using System.Collections.Concurrent;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Sinks;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>Keeps what a task reports as bad, instead of a dead letter queue: the letter is in one already.</summary>
internal sealed class ReportedRecords : IErrantRecordReporter
{
    private readonly ConcurrentDictionary<(TopicPartition, long), Exception> _errors = new();

    public IReadOnlyDictionary<(TopicPartition Partition, long Offset), Exception> All => _errors;

    public Task ReportAsync(SinkRecord record, Exception error, CancellationToken cancellationToken)
    {
        _errors[(record.OriginalTopicPartition, record.OriginalOffset)] = error;
        return Task.CompletedTask;
    }
}
