using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Records that a sink task itself found bad. Their offsets are committed when their reports are safe.</summary>
/// <param name="errors">Reports.</param>
/// <param name="pending">The reports that a commit waits for.</param>
/// <param name="counters">The task's.</param>
/// <param name="abandoned">Ends a report. A call that is cancelled only waits no longer: the last commit of a task that stops needs its reports.</param>
internal sealed class ErrantRecords(ErrorPolicy errors, PendingReports pending, TaskCounters counters, CancellationToken abandoned) : IErrantRecordReporter
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
        counters.AddErrant();
        var report = ReportAsync(failure);
        await pending.AddAsync(report, cancellationToken);
        await report.WaitAsync(cancellationToken);
    }

    private async Task ReportAsync(FailedOperation failure)
    {
        await errors.ReportAsync(failure, abandoned);
        counters.AddSkipped(1);
    }
}
