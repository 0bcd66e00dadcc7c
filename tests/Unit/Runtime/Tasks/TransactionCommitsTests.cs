using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Grains;
using OrleansConnect.Kafka;
using OrleansConnect.Runtime.Tasks;
using OrleansConnect.Tests.Unit.Runtime.Offsets;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>Records and offsets of a source task in one transaction: which are committed, which never.</summary>
public sealed class TransactionCommitsTests : IAsyncDisposable
{
    private static readonly TransactionBoundary Poll = new(null, null);
    private static readonly TransactionBoundary Rarely = new(TimeSpan.FromHours(1), null);

    private readonly SourceRig _rig = new() { Offsets = new JournaledOffsetStore("offsets", []) };
    private readonly ConnectorTransactions _requests = new();

    private FakeTransactionalSender Transactions => _rig.Transactions!;

    [Fact]
    public async Task A_transaction_that_cannot_be_ended_beside_the_loop_ends_the_task_while_its_poll_waits()
    {
        _rig.Boundary = new(TimeSpan.FromMilliseconds(10), null);
        Polls(Batch(1, 10));
        _rig.OnTransactions = sender => sender.OnCommit = () => throw new ConnectException("Kafka is away.");

        _rig.Host.Start();

        await FailedAsync("Kafka is away.");
        Assert.Equal(0, await _rig.CommittedAsync());
    }

    [Fact]
    public async Task A_part_that_is_interrupted_by_a_failure_is_aborted()
    {
        _rig.Boundary = Rarely;
        Polls(Batch(1, 10), [.. Batch(11, 5), Unconvertible(16), .. Batch(17, 3)]);

        _rig.Host.Start();

        await FailedAsync("Tolerance exceeded in error handler");
        await AbortedAsync();
    }

    [Fact]
    public async Task A_task_that_fails_commits_nothing_more()
    {
        _rig.Boundary = Rarely;
        Polls(Batch(1, 10));
        var polls = _rig.Source.OnPoll!;
        _rig.Source.OnPoll = token => _rig.Sender!.Sent < 10 ? polls(token) : throw new ConnectException("The source is broken.");

        _rig.Host.Start();

        await FailedAsync("The source is broken.");
        await AbortedAsync();
    }

    [Fact]
    public async Task A_task_hears_of_its_records_when_they_are_committed_and_not_before()
    {
        _rig.Boundary = new(null, _requests);
        ListensToDeliveries();
        var polls = 0;
        Polls(Batch(1, 2), Batch(3, 1), Batch(4, 2));
        var next = _rig.Source.OnPoll!;
        _rig.Source.OnPoll = token =>
        {
            Transactions.Note("poll");
            if (++polls == 2)
            {
                _requests.CommitTransaction();
            }
            else if (polls == 3)
            {
                _requests.AbortTransaction();
            }

            return next(token);
        };

        await _rig.StartedAsync();

        // The offsets of what the connector threw away are committed too, so that its task may forget those records.
        await Eventually.TrueAsync(() => Transactions.Journal.Count(entry => entry == "poll") == 4, "the last poll");
        Assert.Equal(["poll", "poll", "commit", "told v1 v2 v3", "poll", "abort", "commit", "told v4 v5", "poll"], Transactions.Journal);
        Assert.Equal(["v1", "v2", "v3"], Values());
        Assert.Equal(5, await _rig.CommittedAsync());
    }

    [Fact]
    public async Task A_task_never_hears_of_records_whose_transaction_was_aborted()
    {
        _rig.Boundary = Rarely;
        ListensToDeliveries();
        Polls(Batch(1, 3), [Unconvertible(4)]);

        _rig.Host.Start();

        await FailedAsync("Tolerance exceeded in error handler");
        await AbortedAsync();
    }

    [Fact]
    public async Task A_record_that_Kafka_refuses_fails_the_task_whatever_is_tolerated()
    {
        _rig.Boundary = Poll;
        _rig.Errors = _rig.Errors with { IsTolerant = true };
        _rig.OnSender = sender => sender.Error = new KafkaError(KafkaErrorCode.TopicAuthorizationFailed, "TOPIC_AUTHORIZATION_FAILED", "no");
        Polls(Batch(1, 10));

        _rig.Host.Start();

        await FailedAsync("Unrecoverable exception from producer send callback");
        await AbortedAsync();
    }

    [Fact]
    public async Task A_record_that_is_skipped_lets_its_transaction_commit_and_its_offset_counts()
    {
        _rig.Boundary = Poll;
        _rig.Errors = _rig.Errors with { IsTolerant = true };
        Polls([.. Batch(1, 2), Unconvertible(3)], [Unconvertible(4)]);

        await _rig.StartedAsync();

        await Eventually.TrueAsync(() => Transactions.Journal.Count == 2, "two commits");
        await _rig.StopAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(["v1", "v2"], Values());
        Assert.Equal(4, await _rig.CommittedAsync());
    }

    [Fact]
    public async Task A_pause_commits_what_an_interval_would_have_left_open()
    {
        _rig.Boundary = Rarely;
        await _rig.StartedAsync();
        await Eventually.TrueAsync(() => _rig.Sender!.Sent > 0, "records");

        _rig.Host.SetPaused(true);

        await Eventually.TrueAsync(() => Transactions.Journal.Count == 1 && _rig.Source.Commits == 1, "the commit");
        Assert.False(Transactions.IsOpen);
        Assert.Equal(Values().Count, await _rig.CommittedAsync());
        Assert.Equal(InstanceState.Paused, _rig.States.Last);
        _rig.Host.SetPaused(false);
        await Eventually.TrueAsync(() => Transactions.IsOpen, "more records");
        await _rig.StopAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(Values().Count, await _rig.CommittedAsync());
    }

    [Fact]
    public async Task A_pause_commits_although_a_poll_waits_and_the_task_hears_of_it_when_that_is_over()
    {
        _rig.Boundary = Rarely;
        ListensToDeliveries();
        var poll = new TaskCompletionSource<IReadOnlyList<SourceRecord>>();
        var polls = 0;
        _rig.Source.OnPoll = _ => ++polls == 1 ? new(Batch(1, 3)) : new(poll.Task);
        await _rig.StartedAsync();
        await Eventually.TrueAsync(() => polls == 2, "the poll that waits");

        _rig.Host.SetPaused(true);
        await Eventually.TrueAsync(() => _rig.Host.Progress.CommittedAt is not null, "the commit");
        var committed = await _rig.CommittedAsync();
        var told = _rig.Source.Commits;
        _rig.Host.SetPaused(false);
        poll.SetResult([]);

        await Eventually.TrueAsync(() => _rig.Source.Commits > 0, "the telling");
        Assert.Equal((3, 0), (committed, told));
        Assert.Equal(["commit", "told v1 v2 v3"], Transactions.Journal);
    }

    [Fact]
    public async Task A_pause_leaves_open_what_the_connector_has_not_ended_and_a_stop_aborts_it()
    {
        _rig.Boundary = new(null, _requests);
        Polls(Batch(1, 10));
        await _rig.StartedAsync();
        await Eventually.TrueAsync(() => _rig.Sender!.Sent == 10, "records");

        _rig.Host.SetPaused(true);
        await _rig.States.WaitForAsync(InstanceState.Paused);
        Assert.True(Transactions.IsOpen);
        await _rig.StopAsync(TimeSpan.FromSeconds(30));

        await AbortedAsync();
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    private static List<SourceRecord> Batch(int first, int count) => [.. Enumerable.Range(first, count).Select(number => ScriptedSource.Record(number))];

    private static SourceRecord Unconvertible(int number) => ScriptedSource.Record(number) with { Value = number };

    // One batch a poll; then the poll waits until the task ends.
    private void Polls(params IReadOnlyList<SourceRecord>[] batches)
    {
        var left = new Queue<IReadOnlyList<SourceRecord>>(batches);
        _rig.Source.OnPoll = async token =>
        {
            if (left.TryDequeue(out var batch))
            {
                return batch;
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            return [];
        };
    }

    private void ListensToDeliveries()
    {
        _rig.Source.Wants = true;
        _rig.Source.OnDelivered = records =>
        {
            Transactions.Note($"told {string.Join(' ', records.ToArray().Select(record => record.Record.Value))}");
            return default;
        };
    }

    private List<string> Values() => [.. Transactions.Committed.Where(value => value.StartsWith('v'))];

    private async Task FailedAsync(string message)
    {
        await _rig.States.WaitForAsync(InstanceState.Failed);
        Assert.StartsWith(message, _rig.States.Error?.Message, StringComparison.Ordinal);
    }

    private async Task AbortedAsync()
    {
        await Eventually.TrueAsync(() => Transactions.Journal.Count > 0, "the end of the transaction");
        Assert.Equal(["abort"], Transactions.Journal);
        Assert.Empty(Transactions.Committed);
        Assert.Equal(0, await _rig.CommittedAsync());
    }
}
