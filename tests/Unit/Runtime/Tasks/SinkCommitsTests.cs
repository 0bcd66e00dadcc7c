using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>When and what a sink task commits, as in Kafka Connect.</summary>
public sealed class SinkCommitsTests : IErrorReporter, IAsyncDisposable
{
    private static readonly TopicPartition First = new("t", 0);
    private static readonly TopicPartition Second = new("t", 1);
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);

    private readonly FakeSinkInput.Group _group = new();
    private readonly ScriptedSinkTask _sink = new();
    private readonly TaskCompletionSource _reporting = new();
    private int _reported;

    [Fact]
    public async Task Commits_what_the_task_says_once()
    {
        await using var rig = Rig(end: 10);
        _sink.OnPreCommit = offsets => new Dictionary<TopicPartition, long> { [First] = offsets[First] - 3 };

        await rig.AssignAsync(1, First, Second);

        await Eventually.TrueAsync(() => _sink.CountOf("commit") == 1, "a commit");
        var preCommits = _sink.CountOf("pre-commit");
        await Eventually.TrueAsync(() => _sink.CountOf("pre-commit") > preCommits + 2, "further flushes");
        Assert.Equal(["commit 0:7"], Commits);
        Assert.Equal([7L], _group.Offsets.Values);
    }

    [Fact]
    public async Task An_empty_answer_commits_nothing()
    {
        await using var rig = Rig(end: 10);
        _sink.OnPreCommit = _ => new Dictionary<TopicPartition, long>();

        await rig.AssignAsync(1, First);

        await Eventually.TrueAsync(() => _sink.CountOf("pre-commit 0:10") > 2, "flushes");
        Assert.Empty(Commits);
        Assert.Equal((InstanceState.Running, 10), (rig.States.Last, _sink.TakenOf(First).Count));
    }

    [Fact]
    public async Task No_answer_fails_the_task()
    {
        await using var rig = Rig(end: 10);
        _sink.OnPreCommit = _ => null!;

        await rig.AssignAsync(1, First);

        await rig.WaitForFailureAsync();
        Assert.Contains("'OrleansConnect.Tests.Unit.Runtime.Tasks.ScriptedSinkTask' answered null", rig.States.Error?.Message, StringComparison.Ordinal);
        Assert.Empty(Commits);
    }

    [Fact]
    public async Task Partitions_it_was_not_given_and_records_it_was_not_given_are_not_committed()
    {
        await using var rig = Rig(end: 10);
        _sink.OnPreCommit = _ => new Dictionary<TopicPartition, long> { [First] = 11, [Second] = 9, [new("t", 7)] = 1, [new("other", 1)] = 1 };

        await rig.AssignAsync(1, First, Second);

        await Eventually.TrueAsync(() => _sink.CountOf("pre-commit 0:10 1:10") > 2, "flushes");
        Assert.Equal(["commit 1:9"], Commits.Distinct());
        Assert.Equal(InstanceState.Running, rig.States.Last);
    }

    [Fact]
    public async Task A_flush_that_fails_rewinds_to_the_last_committed_offsets()
    {
        await using var rig = Rig(end: 10);
        rig.FlushInterval = Never;
        _sink.OnPut = (context, _) => Done(context.RequestCommit);
        var isFailing = true;
        _sink.OnPreCommit = offsets => offsets[First] == 20 && isFailing ? throw Once(ref isFailing) : offsets;
        await rig.AssignAsync(1, First);
        await Eventually.TrueAsync(() => _sink.CountOf("commit 0:10") == 1, "the first commit");

        rig.Input.End = 20;
        rig.Wake();

        await Eventually.TrueAsync(() => _sink.CountOf("commit 0:20") == 1, "the second commit");
        Assert.Equal(["put 0:0-0:9", "put 0:10-0:19", "put 0:10-0:19"], _sink.Calls.Where(call => call.StartsWith("put 0", StringComparison.Ordinal)));
        Assert.Equal(["commit 0:10", "commit 0:20"], Commits);
        Assert.Equal(InstanceState.Running, rig.States.Last);
    }

    [Fact]
    public async Task A_flush_that_fails_before_the_first_commit_rewinds_to_the_first_record()
    {
        await using var rig = Rig(end: 10);
        var isFailing = true;
        _sink.OnPreCommit = offsets => isFailing ? throw Once(ref isFailing) : offsets;

        await rig.AssignAsync(1, First);

        await Eventually.TrueAsync(() => _group.Offsets.GetValueOrDefault(First) == 10, "the commit");
        Assert.Equal([.. Enumerable.Range(0, 10), .. Enumerable.Range(0, 10)], _sink.TakenOf(First).Select(offset => (int)offset));
    }

    [Fact]
    public async Task A_commit_that_is_asked_for_does_not_wait_for_its_interval()
    {
        await using var rig = Rig(end: 10);
        rig.FlushInterval = Never;
        await rig.AssignAsync(1, First);
        await Eventually.TrueAsync(() => _sink.TakenOf(First).Count == 10, "the records");
        Assert.Empty(Commits);

        _sink.Context?.RequestCommit();

        await Eventually.TrueAsync(() => _group.Offsets.GetValueOrDefault(First) == 10, "the commit");
    }

    [Fact]
    public async Task A_commit_that_Kafka_refuses_is_made_again_with_the_next_one()
    {
        await using var rig = Rig(end: 10);
        var isFailing = true;
        rig.Input.OnCommit = (offsets, _) => Done(() => Note(offsets, isFailing ? throw Once(ref isFailing) : "commit"));

        await rig.AssignAsync(1, First);

        await Eventually.TrueAsync(() => _group.Offsets.GetValueOrDefault(First) == 10, "the commit");
        Assert.Equal(10, _sink.TakenOf(First).Count);
        Assert.Equal(InstanceState.Running, rig.States.Last);
    }

    [Fact]
    public async Task Records_move_while_a_commit_is_under_way_and_no_other_begins()
    {
        var answer = new TaskCompletionSource();
        await using var rig = Rig(end: 10);
        rig.Input.OnCommit = (offsets, _) => Done(() => Note(offsets, "commit"), answer.Task);
        await rig.AssignAsync(1, First);
        await Eventually.TrueAsync(() => _sink.CountOf("commit") == 1, "the commit");

        rig.Input.End = 100;
        rig.Wake();

        await Eventually.TrueAsync(() => _sink.TakenOf(First).Count == 100, "all records");
        _sink.Context?.RequestCommit();
        Assert.Single(Commits);
        answer.SetResult();
        await Eventually.TrueAsync(() => _group.Offsets.GetValueOrDefault(First) == 100, "the next commit");
    }

    [Fact]
    public async Task A_commit_without_an_answer_in_time_counts_as_failed()
    {
        var answer = new TaskCompletionSource();
        await using var rig = Rig(end: 10);
        rig.FlushTimeout = TimeSpan.FromMilliseconds(50);
        rig.Input.OnCommit = (offsets, _) => Done(() => Note(offsets, "commit"), _sink.CountOf("commit") == 1 ? Task.CompletedTask : answer.Task);

        await rig.AssignAsync(1, First);

        await Eventually.TrueAsync(() => _group.Offsets.GetValueOrDefault(First) == 10, "the second commit");
        Assert.Equal(["commit 0:10", "commit 0:10"], Commits);
        Assert.Equal(InstanceState.Running, rig.States.Last);

        // The late one may be what the group has now, whatever was answered last.
        answer.SetResult();
        await Eventually.TrueAsync(() => _sink.CountOf("commit 0:10") == 3, "a third commit");
    }

    [Fact]
    public async Task A_commit_waits_for_the_reports_of_bad_records()
    {
        await using var rig = Rig(end: 10);
        rig.ErrantRecords = this;
        _sink.OnPut = (context, records) => Done(() => _ = context.ErrantRecords?.ReportAsync(records[3], new DataException("bad"), TestContext.Current.CancellationToken));
        await rig.AssignAsync(1, First);
        await Eventually.TrueAsync(() => _reported == 1 && _sink.TakenOf(First).Count == 10, "the report");
        Assert.Equal(0, _sink.CountOf("pre-commit"));

        _reporting.SetResult();

        await Eventually.TrueAsync(() => _group.Offsets.GetValueOrDefault(First) == 10, "the commit");
        Assert.Equal((9, 1), (rig.Host.Progress.Records, rig.Host.Progress.RecordsSkipped));
    }

    [Fact]
    public async Task A_commit_waits_for_the_reports_of_bad_records_that_were_found_while_flushing()
    {
        await using var rig = Rig(end: 10);
        rig.ErrantRecords = this;
        SinkRecord? bad = null;
        _sink.OnPut = (_, records) => Done(() => bad = records[3]);
        _sink.OnPreCommit = offsets =>
        {
            _ = Interlocked.Exchange(ref bad, null) is { } found
                ? _sink.Context?.ErrantRecords?.ReportAsync(found, new DataException("bad"), TestContext.Current.CancellationToken)
                : null;
            return offsets;
        };
        await rig.AssignAsync(1, First);
        await Eventually.TrueAsync(() => _reported == 1, "the report");
        await Task.Delay(3 * rig.FlushInterval, TestContext.Current.CancellationToken);
        Assert.Empty(Commits);

        _reporting.SetResult();

        await Eventually.TrueAsync(() => _group.Offsets.GetValueOrDefault(First) == 10, "the commit");
    }

    [Fact]
    public async Task A_bad_record_that_is_not_tolerated_is_reported_before_the_task_fails_and_is_not_committed()
    {
        await using var rig = Rig(end: 10);
        (rig.ErrantRecords, rig.IsTolerant) = (this, false);
        _sink.OnPut = (context, records) => Done(() => _ = context.ErrantRecords?.ReportAsync(records[3], new DataException("bad"), TestContext.Current.CancellationToken));
        await rig.AssignAsync(1, First);
        await Eventually.TrueAsync(() => _reported == 1, "the report");
        Assert.Equal(InstanceState.Running, rig.States.Last);

        _reporting.SetResult();

        await rig.WaitForFailureAsync();
        Assert.Contains("Tolerance exceeded in error handler", rig.States.Error?.ToString(), StringComparison.Ordinal);
        await rig.StopAsync();
        Assert.Empty(Commits);
    }

    [Fact]
    public async Task A_bad_record_that_is_not_tolerated_and_not_waited_for_fails_the_task_with_the_next_put()
    {
        await using var rig = Rig(end: 10);
        (rig.ErrantRecords, rig.IsTolerant, rig.FlushInterval) = (this, false, Never);
        _reporting.SetResult();
        _sink.OnPut = (context, records) => Done(() => _ = context.ErrantRecords?.ReportAsync(records[3], new DataException("bad"), TestContext.Current.CancellationToken));

        await rig.AssignAsync(1, First);

        await rig.WaitForFailureAsync();
        Assert.Contains("Tolerance exceeded in error handler", rig.States.Error?.ToString(), StringComparison.Ordinal);
        await rig.StopAsync();
        Assert.Equal((0, 0), (_sink.CountOf("pre-commit"), rig.Host.Progress.Records));
    }

    [Fact]
    public async Task A_call_that_no_longer_waits_takes_no_report_back()
    {
        await using var rig = Rig(end: 10);
        (rig.ErrantRecords, rig.FlushInterval) = (this, Never);
        using var put = new CancellationTokenSource();
        Task? reported = null;
        _sink.OnPut = (context, records) => Done(() => reported = context.ErrantRecords?.ReportAsync(records[3], new DataException("bad"), put.Token));
        await rig.AssignAsync(1, First);
        await Eventually.TrueAsync(() => _sink.TakenOf(First).Count == 10, "the records");

        await put.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reported!);
        var stopped = rig.StopAsync();
        _reporting.SetResult();
        await stopped;

        Assert.Equal(["commit 0:10"], Commits);
    }

    public ValueTask DisposeAsync() => _sink.DisposeAsync();

    async ValueTask IErrorReporter.ReportAsync(FailedOperation failure, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reported);
        await _reporting.Task.WaitAsync(cancellationToken);
    }

    private IEnumerable<string> Commits => _sink.Calls.Where(call => call.StartsWith("commit", StringComparison.Ordinal));

    private static ConnectException Once(ref bool isFailing)
    {
        isFailing = false;
        return new("not now");
    }

    private static Task Done(Action action, Task? then = null)
    {
        action();
        return then ?? Task.CompletedTask;
    }

    private void Note(IReadOnlyDictionary<TopicPartition, long> offsets, string call) => _sink.Note($"{call} {ScriptedSinkTask.Text(offsets)}");

    private SinkRig<ScriptedSinkTask> Rig(long end)
    {
        var rig = new SinkRig<ScriptedSinkTask>(_sink, _group) { Input = { End = end } };
        rig.Input.OnCommit = (offsets, _) => Done(() => Note(offsets, "commit"));
        return rig;
    }
}
