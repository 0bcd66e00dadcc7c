using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Moves records of Kafka into a sink task.</summary>
internal sealed partial class SinkTaskRunner(TaskControl control, SinkSession session, SinkLag lag, SinkCommits commits, ILogger logger) : ITaskLoop
{
    private static readonly TimeSpan LagInterval = TimeSpan.FromSeconds(1);

    private readonly Backoff _backoff = new(session.Context.Time);
    private readonly TimeProvider _time = session.Context.Time;
    private SinkBatch? _undelivered;
    private long _failedAt;
    private TimeSpan _redeliverAfter;
    private bool _isStarted;

    public async Task RunAsync()
    {
        var stopping = control.Stopping.Own;
        control.Enter(nameof(SinkTask.StartAsync), session.Task.GetType());
        await session.Task.StartAsync(session.Context, session.Context.Settings, control.Stopping.Plugin);
        _isStarted = true;
        control.Leave();
        session.Claims.Begin();
        control.Counters.WaitsFor = null;
        control.State.SetStarted();
        lag.Start();
        while (!stopping.IsCancellationRequested)
        {
            var wake = control.Wake.Arm();
            await control.Thread.SwitchAsync();
            await AssignAsync(stopping);
            await RewindAsync(stopping);
            await commits.CommitIfDueAsync(session.Context.TakeCommitRequest());
            await RewindAsync(stopping);
            if (!stopping.IsCancellationRequested && await NextBatchAsync(wake, stopping) is { } batch)
            {
                await PutAsync(batch);
            }
        }
    }

    public async Task CloseAsync()
    {
        try
        {
            if (_isStarted)
            {
                await RevokeAsync([.. session.Positions.Partitions]);
            }
        }
        finally
        {
            await lag.StopAsync();
            await control.Thread.SwitchAsync();
            control.Counters.WaitsFor = "stop";
            await session.Task.DisposeAsync();
        }
    }

    private async ValueTask AssignAsync(CancellationToken stopping)
    {
        while (control.Assignments.TryTake(out var assigned))
        {
            await RevokeAsync([.. session.Positions.Partitions.Where(partition => !assigned.Partitions.Contains(partition))]);
            await OpenAsync([.. assigned.Partitions.Where(partition => !session.Positions.Contains(partition))], assigned.Generation, stopping);
        }
    }

    private async Task RevokeAsync(IReadOnlyCollection<TopicPartition> partitions)
    {
        if (partitions.Count == 0)
        {
            return;
        }

        try
        {
            await commits.CommitLastAsync(partitions);
        }
        finally
        {
            foreach (var partition in partitions)
            {
                session.Positions.Remove(partition);
            }

            _undelivered?.Remove(partitions.ToHashSet());
            session.Context.Forget(partitions);
            session.Input.Remove(partitions);
            await control.Thread.SwitchAsync();
            control.Counters.WaitsFor = "close";
            await session.Task.CloseAsync(partitions, control.Abandoned.Plugin);
            control.Counters.WaitsFor = null;
        }
    }

    private async Task OpenAsync(IReadOnlyCollection<TopicPartition> partitions, long generation, CancellationToken stopping)
    {
        if (partitions.Count == 0)
        {
            return;
        }

        var starts = session.Claims.AreUsed ? await ClaimAsync(partitions, generation, stopping) : await AskGroupAsync(partitions, stopping);
        await control.Thread.SwitchAsync();
        control.Counters.WaitsFor = "open";
        await session.Task.OpenAsync(partitions, control.Stopping.Plugin);
        control.Counters.WaitsFor = null;
        await control.Thread.SwitchAsync();

        // A task that knows better where to begin has said so by now; where it has not, its group's offsets count.
        foreach (var (partition, offset) in session.Context.TakeRewinds(partitions))
        {
            session.Positions.Rewind(partition, offset);
            starts[partition] = offset;
        }

        await session.Input.AddAsync(starts, stopping);
        await control.Thread.SwitchAsync();
        session.Input.Pause([.. session.Context.Paused.Intersect(partitions)]);
    }

    private async Task<Dictionary<TopicPartition, long?>> AskGroupAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken stopping)
    {
        var committed = await session.Input.CommittedAsync(partitions, stopping);
        var starts = new Dictionary<TopicPartition, long?>();
        foreach (var partition in partitions)
        {
            starts[partition] = committed.TryGetValue(partition, out var offset) ? offset : null;
            session.Positions.Add(partition, starts[partition]);
        }

        return starts;
    }

    private async Task<Dictionary<TopicPartition, long?>> ClaimAsync(IReadOnlyCollection<TopicPartition> partitions, long generation, CancellationToken stopping)
    {
        var starts = new Dictionary<TopicPartition, long?>();
        foreach (var (partition, offset) in await session.Claims.ClaimAsync(partitions, generation, stopping))
        {
            starts[partition] = offset;
            session.Positions.AddUncommitted(partition, offset < 0 ? null : offset);
        }

        return starts;
    }

    private async ValueTask RewindAsync(CancellationToken stopping)
    {
        if (session.Claims.IsInDoubt && _undelivered is null)
        {
            session.Context.Rewind(await session.Claims.ClaimAgainAsync(session.Positions, stopping));
        }

        if (!session.Context.HasRewinds)
        {
            return;
        }

        var rewinds = new Dictionary<TopicPartition, long>();
        foreach (var (partition, offset) in session.Context.TakeRewinds())
        {
            if (session.Positions.Contains(partition))
            {
                rewinds[partition] = offset;
                session.Positions.Rewind(partition, offset);
            }
            else
            {
                LogRewindIgnored(control.Id, partition.Topic, partition.Partition, offset);
            }
        }

        _undelivered?.Remove(rewinds.Keys.ToHashSet());
        await session.Input.SeekAsync(rewinds, stopping);
        await control.Thread.SwitchAsync();
    }

    // Null when something woke the loop before it was time.
    private async ValueTask<SinkBatch?> NextBatchAsync(CancellationToken wake, CancellationToken stopping)
    {
        var timeout = session.Context.TakeTimeout() is { } asked && asked < commits.DueIn ? asked : commits.DueIn;
        var isPaused = control.State.IsPaused;
        control.State.SetIdle(isPaused);
        lag.Update();
        if (isPaused || _undelivered is not null)
        {
            return await WaitAsync(isPaused, timeout, wake);
        }

        // A lag is corrected within a second, also when no more records come.
        timeout = !lag.IsSettled && timeout > LagInterval ? LagInterval : timeout;
        control.Counters.WaitsFor = "records";
        lag.BeginRead();
        var batch = await session.Input.ReadAsync(timeout, wake, stopping);
        lag.EndRead();
        control.Counters.WaitsFor = null;
        control.Counters.SetInFlight(batch.Records.Count);
        session.Positions.See(batch);
        return batch;
    }

    private async ValueTask<SinkBatch?> WaitAsync(bool isPaused, TimeSpan timeout, CancellationToken wake)
    {
        if (!isPaused)
        {
            var untilRedelivery = _redeliverAfter - _time.GetElapsedTime(_failedAt);
            if (untilRedelivery <= TimeSpan.Zero)
            {
                return TakeUndelivered();
            }

            timeout = untilRedelivery < timeout ? untilRedelivery : timeout;
        }

        using (isPaused ? default(IDisposable?) : control.Counters.Errors.Retrying(_time.GetUtcNow() + timeout))
        {
            await Task.Delay(timeout, _time, wake).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return isPaused && _undelivered is null ? new SinkBatch() : null;
    }

    // A task that stores offsets may have stored the batch: it is asked for them first, and what comes next is read from there.
    private SinkBatch? TakeUndelivered()
    {
        if (session.Claims.IsInDoubt)
        {
            _undelivered = null;
        }

        return _undelivered;
    }

    private async ValueTask PutAsync(SinkBatch batch)
    {
        await control.Lease.WaitAsync(control.Stopping.Own);
        if (session.Claims.AreUsed)
        {
            if (session.Positions.Partitions.Count == 0)
            {
                return;
            }

            // It stores offsets now, so that the reports of records before them have to be safe.
            await commits.WaitForReportsAsync(control.Stopping.Own);
            session.Claims.RequireForward(session.Positions, batch);
            session.Positions.Begin(batch.Spans);
        }

        await control.Thread.SwitchAsync();
        control.Counters.WaitsFor = "put";
        session.Claims.Doubt();
        try
        {
            await session.Task.PutAsync(batch.Records, control.Stopping.Plugin);
        }
        catch (RetriableException error)
        {
            PutLater(batch, error);
            return;
        }
        catch (Exception error) when (!control.Stopping.IsSet)
        {
            throw new ConnectException("Exiting WorkerSinkTask due to unrecoverable exception.", error);
        }
        finally
        {
            control.Counters.WaitsFor = null;
        }

        // A task need not wait for its reports, and one that failed ends it all the same.
        session.Reports.ThrowIfFailed();
        SetPut(batch);
    }

    // The policy for a put that may succeed later: the same batch again, after a pause; nothing is read meanwhile.
    private void PutLater(SinkBatch batch, RetriableException error)
    {
        _undelivered = batch;
        control.Counters.ForgetErrant();
        (_failedAt, _redeliverAfter) = (_time.GetTimestamp(), session.Context.TakeTimeout() ?? _backoff.Take());
        control.Counters.Errors.AddFailure(ErrorStage.TaskPut, session.Task.GetType().FullName ?? "", error, _time.GetUtcNow());
        control.Counters.Errors.AddRetry();
        LogPutFailed(control.Secrets.Hide(error), control.Id, batch.Records.Count);
    }

    private void SetPut(SinkBatch batch)
    {
        _undelivered = null;
        session.Claims.Trust();
        _backoff.Reset();
        session.Positions.Advance(batch.Spans);
        lag.SetPut(batch);
        control.Counters.AddPut(batch.Records.Count, batch.SizeBytes);
        control.Counters.AddSkipped(batch.ReadCount - batch.Records.Count);
        batch.Release();
    }

    [LoggerMessage(LogLevel.Warning, "Task {Task} could not put {Count} records and is given them again.")]
    private partial void LogPutFailed(Exception error, TaskId task, int count);

    [LoggerMessage(LogLevel.Warning, "Task {Task} asks to read '{Topic}' partition {Partition} from offset {Offset}, and does not have that partition. That is ignored.")]
    private partial void LogRewindIgnored(TaskId task, string topic, int partition, long offset);
}
