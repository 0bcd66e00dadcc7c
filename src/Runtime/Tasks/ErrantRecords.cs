using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Records that a sink task itself found bad. Their offsets are committed when their reports are safe.</summary>
internal sealed class ErrantRecords(ErrorPolicy errors, PendingReports pending, TaskCounters counters) : IErrantRecordReporter
{
    // Kafka Connect names no connector's class here, but the one that they all have above them.
    private const string ClassName = "org.apache.kafka.connect.sink.SinkTask";

    public async Task ReportAsync(SinkRecord record, Exception error, CancellationToken cancellationToken)
    {
        var failure = new FailedOperation(ErrorStage.TaskPut, ClassName, error)
        {
            Consumed = record.Origin as ConsumedRecord ?? new(record.OriginalTopic, record.OriginalPartition, record.OriginalOffset)
            {
                TimestampMs = record.TimestampMs,
                TimestampKind = record.TimestampKind,
            },
            Errant = record,
        };
        var report = errors.ReportAsync(failure, cancellationToken).AsTask();
        await pending.AddAsync(report, cancellationToken);
        await report;
        counters.AddSkipped(1);
    }
}
