using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Records that a sink task itself found bad. Their offsets are committed when their reports are safe.</summary>
internal sealed class ErrantRecords(ErrorPolicy errors, TaskCounters counters, string taskClass) : IErrantRecordReporter
{
    private readonly Lock _lock = new();
    private readonly List<Task> _reports = [];

    public Task ReportAsync(SinkRecord record, Exception error, CancellationToken cancellationToken)
    {
        counters.AddSkipped(1);
        var failure = new FailedOperation(ErrorStage.TaskPut, taskClass, error)
        {
            Consumed = new(record.OriginalTopic, record.OriginalPartition, record.OriginalOffset)
            {
                TimestampMs = record.TimestampMs,
                TimestampKind = record.TimestampKind,
            },
            Errant = record,
        };
        var report = errors.ReportAsync(failure, cancellationToken).AsTask();
        lock (_lock)
        {
            _reports.Add(report);
        }

        return report;
    }

    /// <summary>Waits for all reports; throws what one of them failed with, every time: its record is not safe, and no offset behind it may be committed.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        Task[] reports;
        lock (_lock)
        {
            reports = [.. _reports];
        }

        await Task.WhenAll(reports).WaitAsync(cancellationToken);
        lock (_lock)
        {
            _reports.RemoveAll(report => report.IsCompletedSuccessfully);
        }
    }
}
