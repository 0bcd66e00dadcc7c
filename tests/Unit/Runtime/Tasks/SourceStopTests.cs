using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Runtime.Tasks;
using OrleansConnect.Tests.Unit.Runtime.Offsets;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>What becomes of a batch that a stop meets on its way to Kafka.</summary>
public sealed class SourceStopTests : IAsyncDisposable
{
    private static readonly TransactionBoundary Rarely = new(TimeSpan.FromHours(1), null);

    private readonly SourceRig _rig = new() { FlushInterval = TimeSpan.FromHours(1) };
    private readonly TaskCompletionSource _room = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_batch_that_waits_for_room_in_the_producer_is_sent_and_committed()
    {
        var stopped = await StopWhileABatchWaitsAsync(TimeSpan.FromSeconds(30));

        _room.SetResult();
        await stopped;

        Assert.Equal(10, _rig.Sender!.Sent);
        Assert.Equal(10, await _rig.CommittedAsync());
    }

    [Fact]
    public async Task A_transaction_with_such_a_batch_is_committed()
    {
        _rig.Boundary = Rarely;
        _rig.Offsets = new JournaledOffsetStore("offsets", []);
        var stopped = await StopWhileABatchWaitsAsync(TimeSpan.FromSeconds(30));

        _room.SetResult();
        await stopped;

        Assert.Equal(["commit"], _rig.Transactions!.Journal);
        Assert.Equal(10, await _rig.CommittedAsync());
    }

    [Fact]
    public async Task A_batch_that_finds_no_room_in_half_the_time_is_given_up_and_the_task_still_ends_by_itself()
    {
        var stopped = await StopWhileABatchWaitsAsync(TimeSpan.FromSeconds(1));

        await stopped;

        Assert.Equal(0, _rig.Sender!.Sent);
        Assert.Equal(0, await _rig.CommittedAsync());
        Assert.Equal(1, _rig.Source.Disposals);
    }

    [Fact]
    public async Task What_Kafka_answers_before_the_time_is_over_is_committed()
    {
        _rig.ShutdownTimeout = TimeSpan.FromSeconds(3);
        _rig.OnSender = sender => sender.IsAcknowledging = false;
        _rig.Source.PollOnce([.. _rig.Source.Batch(10)]);
        await _rig.StartedAsync();
        await Eventually.TrueAsync(() => _rig.Sender!.Sent == 10, "the batch");

        var stopped = _rig.StopAsync(TimeSpan.FromSeconds(30));
        _rig.Sender!.Acknowledge(4);
        await stopped;

        Assert.Equal(4, await _rig.CommittedAsync());
    }

    [Fact]
    public async Task What_a_poll_brought_while_the_task_was_paused_is_sent()
    {
        var poll = new TaskCompletionSource<IReadOnlyList<SourceRecord>>();
        var polls = 0;
        _rig.Source.OnPoll = _ =>
        {
            polls++;
            return new(poll.Task);
        };
        await _rig.StartedAsync();
        await Eventually.TrueAsync(() => polls == 1, "the poll");
        _rig.Host.SetPaused(true);
        await _rig.States.WaitForAsync(InstanceState.Paused);
        poll.SetResult(_rig.Source.Batch(10));

        await _rig.StopAsync(TimeSpan.FromSeconds(30));

        Assert.Equal((10, 10), (_rig.Sender!.Sent, await _rig.CommittedAsync()));
    }

    [Fact]
    public async Task A_batch_of_which_a_bad_record_is_being_reported_is_sent()
    {
        var bad = ScriptedSource.Record(2) with { Value = 2 };
        _rig.Errors = new(TimeSpan.Zero, TimeSpan.FromSeconds(1), true, false, false);
        var reporter = new SlowReporter(_room.Task);
        _rig.Reporters.Add(reporter);
        _rig.Source.PollOnce(ScriptedSource.Record(1), bad, ScriptedSource.Record(3));
        await _rig.StartedAsync();
        await Eventually.TrueAsync(() => reporter.IsCalled, "the report");

        var stopped = _rig.StopAsync(TimeSpan.FromSeconds(30));
        _room.SetResult();
        await stopped;

        Assert.Equal((2, 3), (_rig.Sender!.Sent, await _rig.CommittedAsync()));
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    private async Task<Task> StopWhileABatchWaitsAsync(TimeSpan timeout)
    {
        _rig.ShutdownTimeout = timeout;
        _rig.OnSender = sender => sender.Room = _room.Task;
        _rig.Source.PollOnce([.. _rig.Source.Batch(10)]);
        await _rig.StartedAsync();
        await Eventually.TrueAsync(() => _rig.Sender!.Calls == 1, "the batch at the producer");
        return _rig.StopAsync(TimeSpan.FromSeconds(30));
    }

    private sealed class SlowReporter(Task reported) : IErrorReporter
    {
        private volatile bool _isCalled;

        public bool IsCalled => _isCalled;

        public async ValueTask ReportAsync(FailedOperation failure, CancellationToken cancellationToken)
        {
            _isCalled = true;
            await reported.WaitAsync(cancellationToken);
        }
    }
}
