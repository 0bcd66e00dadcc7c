using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>Records that a sink task itself reports as bad (KIP-610).</summary>
public sealed class ErrantRecordsTests : IErrorReporter
{
    private readonly TaskCounters _counters = new(TimeProvider.System);
    private readonly PendingReports _pending = new();
    private readonly TaskCompletionSource _reporting = new();
    private readonly List<FailedOperation> _reported = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static SinkRecord Record => new() { Topic = "renamed", Partition = 0, OriginalTopic = "orders", OriginalPartition = 3, OriginalOffset = 17, TimestampMs = 5 };

    [Fact]
    public async Task A_commit_waits_until_the_report_is_safe()
    {
        var report = Errant(isTolerant: true).ReportAsync(Record, new DataException("no such column"), Cancel);
        var commit = _pending.WaitAsync(Cancel);
        Assert.False(report.IsCompleted || commit.IsCompleted);

        _reporting.SetResult();

        await report;
        await commit;
        var failure = Assert.Single(_reported);
        Assert.Equal((ErrorStage.TaskPut, "org.apache.kafka.connect.sink.SinkTask", "orders", 3, 17L), (failure.Stage, failure.ClassName, failure.Consumed!.Topic, failure.Consumed.Partition, failure.Consumed.Offset));
        Assert.Equal(1, _counters.Take().RecordsSkipped);
    }

    [Fact]
    public async Task One_that_is_not_tolerated_is_in_the_queue_before_it_fails_its_report_and_every_commit()
    {
        var report = Errant(isTolerant: false).ReportAsync(Record, new DataException("no such column"), Cancel);
        Assert.Single(_reported);

        _reporting.SetResult();

        var error = await Assert.ThrowsAsync<ConnectException>(() => report);
        Assert.StartsWith("Tolerance exceeded in error handler", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ConnectException>(() => _pending.WaitAsync(Cancel));
    }

    async ValueTask IErrorReporter.ReportAsync(FailedOperation failure, CancellationToken cancellationToken)
    {
        _reported.Add(failure);
        await _reporting.Task;
    }

    private ErrantRecords Errant(bool isTolerant) => new(
        new ErrorPolicy(new(TimeSpan.Zero, TimeSpan.FromSeconds(1), isTolerant, IsLogged: false, LogsRecords: false), [this], _counters.Errors, TimeProvider.System),
        _pending,
        _counters,
        CancellationToken.None);
}
