using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Grains;
using OrleansConnect.Kafka;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

public sealed class SourceTaskRunnerTests : IAsyncDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(200);

    private readonly SourceRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Commits_what_Kafka_acknowledged_while_it_runs_and_when_it_stops()
    {
        await _rig.StartedAsync();
        await Eventually.TrueAsync(() => _rig.Host.Progress.CommittedAt is not null && _rig.Source.Commits > 0, "a commit");

        await _rig.StopAsync(Soon);

        Assert.Equal(_rig.Sender!.Sent, await _rig.CommittedAsync());
        Assert.Equal(_rig.Sender.Sent, _rig.Host.Progress.Records);
        Assert.Equal([InstanceState.Running, InstanceState.Unassigned], _rig.States.All);
        Assert.Equal(1, _rig.Source.Disposals);
        await Eventually.TrueAsync(() => _rig.Sender.IsDisposed, "the end of the producer");
    }

    [Fact]
    public async Task Commits_only_up_to_the_first_record_that_is_not_acknowledged()
    {
        _rig.OnSender = sender => sender.IsAcknowledging = false;
        _rig.Source.OnPoll = PollOnce(20);
        await _rig.StartedAsync();
        await Eventually.TrueAsync(() => _rig.Sender!.Sent == 20, "20 records");

        _rig.Sender!.Acknowledge(7);
        await _rig.StopAsync(Soon);

        Assert.Equal(7, await _rig.CommittedAsync());
        Assert.Equal(7, _rig.Host.Progress.Records);
        Assert.Equal(13, _rig.Host.Progress.RecordsInFlight);
    }

    [Fact]
    public async Task Commits_while_a_poll_waits_and_tells_the_task_after_it()
    {
        _rig.OnSender = sender => sender.IsAcknowledging = false;
        _rig.Source.OnPoll = PollOnce(5);
        await _rig.StartedAsync();
        await Eventually.TrueAsync(() => _rig.Sender!.Sent == 5 && _rig.Host.Progress.WaitsFor == "poll", "the second poll");
        var told = _rig.Source.Commits;

        _rig.Sender!.Acknowledge(5);
        await Eventually.TrueAsync(() => _rig.CommittedAsync().IsCompletedSuccessfully && _rig.Host.Progress.CommittedAt is not null, "a commit");

        Assert.Equal(5, await _rig.CommittedAsync());
        Assert.Equal("poll", _rig.Host.Progress.WaitsFor);
        Assert.Equal(told, _rig.Source.Commits);
    }

    [Fact]
    public async Task Stops_polling_while_more_is_on_its_way_than_the_task_may_have()
    {
        _rig.OnSender = sender => sender.IsAcknowledging = false;
        _rig.OutstandingBytesMax = 10_000;
        await _rig.StartedAsync();
        await Eventually.TrueAsync(() => _rig.Host.Progress.WaitsFor == "kafka", "back-pressure");

        var sent = _rig.Sender!.Sent;
        _rig.Sender.Acknowledge(sent);

        Assert.InRange(sent, 70, 90);
        await Eventually.TrueAsync(() => _rig.Sender.Sent > sent, "more records after the acknowledgement");
    }

    [Fact]
    public async Task Fails_with_the_error_of_a_record_that_Kafka_refuses_even_while_a_poll_waits()
    {
        _rig.OnSender = sender => sender.IsAcknowledging = false;
        _rig.Source.OnPoll = PollOnce(3);
        await _rig.StartedAsync();
        await Eventually.TrueAsync(() => _rig.Sender!.Sent == 3, "3 records");

        _rig.Sender!.Acknowledge(1);
        _rig.Sender.Error = new(KafkaErrorCode.MessageTooLarge, "MSG_SIZE_TOO_LARGE", "Message too large");
        _rig.Sender.Acknowledge(1);
        await _rig.States.WaitForAsync(InstanceState.Failed);

        Assert.Equal("Unrecoverable exception from producer send callback", _rig.States.Error!.Message);
        Assert.IsType<KafkaClientException>(_rig.States.Error.InnerException);
        await Eventually.TrueAsync(() => _rig.Source.Disposals == 1, "the task's end");
        Assert.Equal(1, await _rig.CommittedAsync());
    }

    [Fact]
    public async Task Skips_a_record_that_Kafka_refuses_when_errors_are_tolerated()
    {
        var delivered = new List<DeliveredRecord>();
        _rig.Errors = _rig.Errors with { IsTolerant = true };
        _rig.Source.Wants = true;
        _rig.Source.OnDelivered = records =>
        {
            delivered.AddRange(records.Span);
            return default;
        };
        _rig.Source.OnPoll = PollOnce(3);
        _rig.OnSender = sender => sender.Error = new(KafkaErrorCode.MessageTooLarge, "MSG_SIZE_TOO_LARGE", "Message too large");

        await _rig.StartedAsync();
        await Eventually.TrueAsync(() => _rig.Host.Progress.RecordsSkipped == 3, "3 skipped records");
        await _rig.StopAsync(Soon);

        Assert.Equal(3, await _rig.CommittedAsync());
        Assert.All(delivered, record => Assert.Equal(-1, record.Offset));
        Assert.Equal(3, delivered.Count);
        Assert.Equal(3, _rig.Host.Progress.RecordsRead);
        var errors = _rig.Host.Progress.Errors;
        Assert.Equal(3, errors?.RecordsSkipped);
        Assert.Contains("KAFKA_PRODUCE in org.apache.kafka.clients.producer.KafkaProducer: Task 'c/0' could not write a record", errors?.Last, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tolerant_task_fails_when_more_was_skipped_than_is_tolerated()
    {
        _rig.Errors = _rig.Errors with { IsTolerant = true, Limits = new(2, null) };
        _rig.Source.OnPoll = PollOnce(3);
        _rig.OnSender = sender => sender.Error = new(KafkaErrorCode.MessageTooLarge, "MSG_SIZE_TOO_LARGE", "Message too large");

        _rig.Host.Start();
        await _rig.States.WaitForAsync(InstanceState.Failed);
        await _rig.StopAsync(Soon);

        Assert.Contains("has skipped 3 of 3 records", _rig.States.Error?.Message, StringComparison.Ordinal);
        Assert.Equal(2, await _rig.CommittedAsync());
    }

    [Fact]
    public async Task Tells_the_task_about_each_delivered_record_when_it_wants_that()
    {
        var delivered = new List<long>();
        _rig.Source.Wants = true;
        _rig.Source.OnDelivered = records =>
        {
            foreach (var record in records.Span)
            {
                delivered.Add((long)record.Record.SourceOffset!["at"]!);
            }

            return default;
        };
        _rig.Source.OnPoll = PollOnce(100);

        await _rig.StartedAsync();
        await _rig.StopAsync(Soon);

        Assert.Equal(Enumerable.Range(1, 100).Select(number => (long)number), delivered);
    }

    [Fact]
    public async Task Fails_when_the_producer_refuses_to_send()
    {
        _rig.OnSender = sender => sender.Thrown = new InvalidOperationException("closed");

        _rig.Host.Start();
        await _rig.States.WaitForAsync(InstanceState.Failed);

        Assert.Equal("Unrecoverable exception trying to send", _rig.States.Error!.Message);
        Assert.IsType<InvalidOperationException>(_rig.States.Error.InnerException);
    }

    [Fact]
    public async Task Polls_again_after_a_retriable_error()
    {
        var polls = 0;
        _rig.Source.OnPoll = _ => ++polls == 1 ? throw new RetriableException("not now") : ValueTask.FromResult(_rig.Source.Batch(1));

        await _rig.StartedAsync();

        await Eventually.TrueAsync(() => _rig.Sender!.Sent > 0, "records");
        Assert.Null(_rig.States.Error);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("poll")]
    public async Task Fails_once_with_what_the_task_threw(string call)
    {
        var thrown = new InvalidOperationException("broken");
        Break(call, _ => throw thrown);

        _rig.Host.Start();
        await _rig.States.WaitForAsync(InstanceState.Failed);
        await Eventually.TrueAsync(() => _rig.Source.Disposals == 1, "the task's end");

        Assert.Same(thrown, _rig.States.Error);
        Assert.Single(_rig.States.All, InstanceState.Failed);
    }

    [Theory]
    [InlineData("commit")]
    [InlineData("deliveries")]
    public async Task Goes_on_when_the_task_fails_at_being_told(string call)
    {
        _rig.Source.Wants = true;
        Break(call, _ => throw new InvalidOperationException("broken"));

        await _rig.StartedAsync();
        await Eventually.TrueAsync(() => _rig.Host.Progress.CommittedAt is not null && _rig.Sender!.Sent > 100, "a commit and more records");

        Assert.Null(_rig.States.Error);
    }

    [Theory]
    [InlineData("start", true)]
    [InlineData("start", false)]
    [InlineData("poll", true)]
    [InlineData("poll", false)]
    [InlineData("commit", true)]
    [InlineData("commit", false)]
    [InlineData("deliveries", true)]
    [InlineData("deliveries", false)]
    [InlineData("dispose", true)]
    [InlineData("dispose", false)]
    public async Task Stops_in_time_whatever_call_never_returns(string call, bool isBlocking)
    {
        using var released = new ManualResetEventSlim();
        var hangs = 0;
        _rig.Source.Wants = true;
        Break(call, async _ =>
        {
            Interlocked.Increment(ref hangs);
            if (isBlocking)
            {
                released.Wait(CancellationToken.None);
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);
        });
        _rig.Host.Start();
        if (call != "dispose")
        {
            await Eventually.TrueAsync(() => hangs > 0, "the call that hangs");
        }

        var started = TimeProvider.System.GetTimestamp();
        await _rig.StopAsync(AtOnce);

        Assert.InRange(TimeProvider.System.GetElapsedTime(started), AtOnce / 2, TimeSpan.FromSeconds(2));
        Assert.Equal(InstanceState.Unassigned, _rig.States.All[^1]);
        await Eventually.TrueAsync(() => _rig.Sender!.IsDisposed, "the client's end");
        released.Set();
    }

    [Fact]
    public async Task Neither_reports_nor_commits_after_it_was_abandoned()
    {
        using var released = new ManualResetEventSlim();
        _rig.FlushInterval = TimeSpan.FromMinutes(1);
        var polls = 0;
        _rig.Source.OnPoll = _ =>
        {
            if (++polls == 2)
            {
                released.Wait(CancellationToken.None);
                throw new InvalidOperationException("late");
            }

            return ValueTask.FromResult(_rig.Source.Batch(5));
        };
        _rig.OnSender = sender => sender.IsAcknowledging = false;
        await _rig.StartedAsync();
        await Eventually.TrueAsync(() => polls == 2, "the second poll");

        await _rig.StopAsync(AtOnce);
        _rig.Sender!.Acknowledge(5);
        released.Set();
        await Eventually.TrueAsync(() => _rig.Source.Disposals == 1, "the loop's end");

        Assert.Equal([InstanceState.Running, InstanceState.Unassigned], _rig.States.All);
        Assert.Equal(0, await _rig.CommittedAsync());
    }

    [Fact]
    public async Task Moves_nothing_while_it_is_paused()
    {
        await _rig.StartedAsync();
        await Eventually.TrueAsync(() => _rig.Sender!.Sent > 100, "records");

        _rig.Host.SetPaused(true);
        await _rig.States.WaitForAsync(InstanceState.Paused);
        var sent = _rig.Sender!.Sent;
        await Task.Delay(50, TestContext.Current.CancellationToken);
        var sentLater = _rig.Sender.Sent;
        _rig.Host.SetPaused(false);
        await _rig.States.WaitForAsync(InstanceState.Running);

        Assert.Equal(sent, sentLater);
        await Eventually.TrueAsync(() => _rig.Sender.Sent > sent, "more records");
    }

    [Fact]
    public async Task Is_paused_although_a_poll_waits_and_keeps_what_the_poll_brings()
    {
        var poll = new TaskCompletionSource<IReadOnlyList<SourceRecord>>();
        _rig.Source.OnPoll = _ => new(poll.Task);
        await _rig.StartedAsync();

        _rig.Host.SetPaused(true);
        await _rig.States.WaitForAsync(InstanceState.Paused);
        var batch = _rig.Source.Batch(3);
        _rig.Source.OnPoll = Forever;
        poll.SetResult(batch);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        var sentWhilePaused = _rig.Sender!.Sent;
        _rig.Host.SetPaused(false);

        Assert.Equal(0, sentWhilePaused);
        await Eventually.TrueAsync(() => _rig.Sender.Sent == 3, "the batch");
    }

    [Fact]
    public async Task Stops_while_it_is_paused()
    {
        await _rig.StartedAsync();
        _rig.Host.SetPaused(true);
        await _rig.States.WaitForAsync(InstanceState.Paused);

        await _rig.StopAsync(Soon);

        Assert.Equal(InstanceState.Unassigned, _rig.States.All[^1]);
        Assert.Equal(1, _rig.Source.Disposals);
    }

    private static async ValueTask<IReadOnlyList<SourceRecord>> Forever(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return [];
    }

    private Func<CancellationToken, ValueTask<IReadOnlyList<SourceRecord>>> PollOnce(int count)
    {
        var isPolled = false;
        return cancellationToken =>
        {
            if (isPolled)
            {
                return Forever(cancellationToken);
            }

            isPolled = true;
            return ValueTask.FromResult(_rig.Source.Batch(count));
        };
    }

    private void Break(string call, Func<CancellationToken, ValueTask> act)
    {
        switch (call)
        {
            case "start":
                _rig.Source.OnStart = act;
                break;
            case "poll":
                _rig.Source.OnPoll = async cancellationToken =>
                {
                    await act(cancellationToken);
                    return [];
                };
                break;
            case "commit":
                _rig.Source.OnCommit = act;
                break;
            case "deliveries":
                _rig.Source.OnDelivered = _ => act(CancellationToken.None);
                break;
            default:
                _rig.Source.OnDispose = () => act(CancellationToken.None);
                break;
        }
    }
}
