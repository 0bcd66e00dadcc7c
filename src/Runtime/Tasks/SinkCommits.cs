using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>
/// Commits what a sink task has put: every <c>offset.flush.interval.ms</c> beside the loop, one commit at a time, and at once for partitions that leave. Used by the runner's loop only.
/// </summary>
internal sealed partial class SinkCommits(TaskControl control, SinkSession session, CommitTiming timing, ILogger logger)
{
    // Each offset of a group without members expires offsets.retention.minutes, seven days by default, after its own last commit.
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromDays(1);

    private Dictionary<TopicPartition, long> _offsets = [];
    private Task? _committing;
    private long _startedAt;
    private long _lastAt = timing.Time.GetTimestamp();
    private long _refreshedAt = timing.Time.GetTimestamp();
    private bool _isWanted;
    private int _isAnsweredLate;

    /// <summary>How long until there is something to do here; the end of a commit wakes the loop.</summary>
    public TimeSpan DueIn => _committing is not null ? Left(_startedAt, timing.Timeout)
        : !control.Lease.IsHeld ? timing.Interval
        : _isWanted ? TimeSpan.Zero
        : UntilNext;

    private TimeSpan UntilNext => Left(_lastAt, timing.Interval);

    /// <summary>Starts a commit when one is due or asked for, unless one is under way.</summary>
    public async ValueTask CommitIfDueAsync(bool isAskedFor)
    {
        Observe();
        _isWanted |= isAskedFor;
        if (_committing is not null || !control.Lease.IsHeld || (!_isWanted && UntilNext > TimeSpan.Zero))
        {
            return;
        }

        _isWanted = false;
        _lastAt = timing.Time.GetTimestamp();
        RefreshIfDue();
        if (await PreCommitAsync(session.Positions.Partitions, isLast: false, control.Stopping.Plugin) is { Count: > 0 } offsets)
        {
            // Whoever was frozen while it flushed may have been declared dead, and others have its partitions. It flushes once more should it still have them.
            if (!control.Lease.IsHeld)
            {
                _isWanted = true;
                return;
            }

            Begin(offsets);
            _committing = session.Input.CommitAsync(offsets, control.Abandoned.Own);
            _ = _committing.ContinueWith(_ => control.Wake.Wake(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    /// <summary>Commits partitions that leave, and waits for it; whatever fails, the partitions leave.</summary>
    public async Task CommitLastAsync(IReadOnlyCollection<TopicPartition> partitions)
    {
        if (_committing is not null)
        {
            await ((Task)Task.WhenAny(_committing, Task.Delay(Left(_startedAt, timing.Timeout), timing.Time, control.Abandoned.Own)));
            Observe(isOver: true);
        }

        await control.Thread.SwitchAsync();
        if (await PreCommitAsync(partitions, isLast: true, control.Abandoned.Plugin) is { Count: > 0 } offsets)
        {
            Begin(offsets);
            using var timeout = new CancellationTokenSource(timing.Timeout, timing.Time);
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(control.Abandoned.Own, timeout.Token);
            _committing = CommitWithLeaseAsync(offsets, deadline.Token);
            await _committing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Observe();
        }
    }

    // Offsets that have not moved for a while are committed all the same, lest they expire.
    private void RefreshIfDue()
    {
        if (timing.Time.GetElapsedTime(_refreshedAt) >= RefreshInterval)
        {
            _refreshedAt = _lastAt;
            session.Positions.ForgetCommitted();
        }
    }

    /// <summary>Waits until the reports of bad records are safe.</summary>
    public async ValueTask WaitForReportsAsync(CancellationToken cancellationToken)
    {
        control.Counters.WaitsFor = "kafka";
        try
        {
            await session.Reports.WaitAsync(cancellationToken);
        }
        finally
        {
            control.Counters.WaitsFor = null;
        }
    }

    private async Task CommitWithLeaseAsync(Dictionary<TopicPartition, long> offsets, CancellationToken cancellationToken)
    {
        await control.Lease.WaitAsync(cancellationToken);
        await session.Input.CommitAsync(offsets, cancellationToken);
    }

    private void Begin(Dictionary<TopicPartition, long> offsets)
    {
        (_offsets, _startedAt) = (offsets, timing.Time.GetTimestamp());
        session.Positions.BeginCommit(offsets);
    }

    // A commit that Kafka does not answer in time counts as failed, and its answer is not waited for any more.
    private void Observe(bool isOver = false)
    {
        if (_committing is null)
        {
            if (Interlocked.Exchange(ref _isAnsweredLate, 0) != 0)
            {
                session.Positions.ForgetCommitted();
            }

            return;
        }

        if (_committing.IsCompletedSuccessfully)
        {
            session.Positions.SetCommitted(_offsets);
            control.Counters.SetCommitted();
            _committing = null;
        }
        else if (_committing.IsCompleted)
        {
            control.Counters.AddCommitFailure(_committing.Exception?.InnerException);
            LogCommitFailed(_committing.Exception?.InnerException, control.Id);
            _committing = null;
        }
        else if (isOver || Left(_startedAt, timing.Timeout) <= TimeSpan.Zero)
        {
            control.Counters.AddCommitFailure();
            LogCommitUnanswered(control.Id, timing.Timeout.TotalMilliseconds);
            _ = _committing.ContinueWith(OnAnsweredLate, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            _committing = null;
        }
    }

    // Whatever the answer is: the offsets are committed again, or others in their place, for it may have come after those.
    private void OnAnsweredLate(Task answered)
    {
        _ = answered.Exception;
        Interlocked.Exchange(ref _isAnsweredLate, 1);
        if (!answered.IsCanceled)
        {
            control.Counters.AddLateCommit();
        }
    }

    private async ValueTask<Dictionary<TopicPartition, long>?> PreCommitAsync(
        IReadOnlyCollection<TopicPartition> partitions, bool isLast, CancellationToken cancellationToken)
    {
        if (session.Claims.IsInDoubt)
        {
            return null;
        }

        await WaitForReportsAsync(cancellationToken);
        await control.Thread.SwitchAsync();

        // Offsets beside data are stored together.
        var put = Put(session.Claims.AreUsed ? session.Positions.Partitions : partitions);
        if (put.Count == 0 || await FlushAsync(put, isLast, cancellationToken) is not { } wanted)
        {
            return null;
        }

        // The task may have reported bad records while it flushed.
        await WaitForReportsAsync(cancellationToken);
        await control.Thread.SwitchAsync();
        control.Abandoned.Own.ThrowIfCancellationRequested();
        return Committable(wanted, put);
    }

    // A rewind that the loop has not made yet, as when the partition leaves first, counts all the same.
    private Dictionary<TopicPartition, long> Put(IReadOnlyCollection<TopicPartition> partitions)
    {
        var put = session.Positions.Put(partitions);
        foreach (var (partition, offset) in session.Context.Rewinds)
        {
            if (session.Positions.Contains(partition) && partitions.Contains(partition))
            {
                put[partition] = offset;
            }
        }

        return put;
    }

    // The policy for a flush that fails: nothing is committed, and what was put since the last commit comes again. A task that stores offsets is asked for them first, and fails
    // when its failure is not one that may pass.
    private async ValueTask<IReadOnlyDictionary<TopicPartition, long>?> FlushAsync(
        Dictionary<TopicPartition, long> put, bool isLast, CancellationToken cancellationToken)
    {
        try
        {
            control.Counters.WaitsFor = "commit";
            session.Claims.Doubt();
            if (await session.Task.PreCommitAsync(put, cancellationToken) is { } wanted)
            {
                session.Claims.Trust();
                return wanted;
            }
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            if (session.Claims.AreUsed && !isLast && error is not RetriableException)
            {
                throw;
            }

            control.Counters.AddCommitFailure(control.Secrets.Hide(error));
            LogPreCommitFailed(control.Secrets.Hide(error), control.Id);
            if (!isLast && !session.Claims.AreUsed)
            {
                // Where the task has asked for itself, it knows better.
                session.Context.Rewind(session.Positions.Uncommitted().Where(offset => !session.Context.Rewinds.ContainsKey(offset.Key)).ToDictionary());
            }

            return null;
        }
        finally
        {
            control.Counters.WaitsFor = null;
            await control.Thread.SwitchAsync();
        }

        control.Counters.AddCommitFailure();
        var unanswered = new ConnectException(
            $"Task '{control.Id}': '{session.Task.GetType().FullName}' answered null when it was asked which offsets may be committed. It is to answer with those, or with none.");
        if (!isLast)
        {
            throw unanswered;
        }

        LogPreCommitFailed(unanswered, control.Id);
        return null;
    }

    private Dictionary<TopicPartition, long> Committable(IReadOnlyDictionary<TopicPartition, long> wanted, Dictionary<TopicPartition, long> put)
    {
        var committable = new Dictionary<TopicPartition, long>();
        foreach (var (partition, asked) in wanted)
        {
            // What the task asked to be given again while it flushed is not committed.
            var offset = session.Context.Rewinds.TryGetValue(partition, out var rewind) ? Math.Min(asked, rewind) : asked;
            if (!put.TryGetValue(partition, out var next))
            {
                LogUnknownPartition(control.Id, partition.Topic, partition.Partition, offset);
            }
            else if (offset > next)
            {
                LogBeyond(control.Id, partition.Topic, partition.Partition, offset, next);
            }
            else if (!session.Positions.IsCommitted(partition, offset))
            {
                committable[partition] = offset;
            }
        }

        return committable;
    }

    private TimeSpan Left(long since, TimeSpan limit)
    {
        var left = limit - timing.Time.GetElapsedTime(since);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    [LoggerMessage(LogLevel.Warning, "Task {Task} could not commit its offsets. They are committed with the next attempt; until then a restart would repeat records.")]
    private partial void LogCommitFailed(Exception? error, TaskId task);

    [LoggerMessage(LogLevel.Warning, "Task {Task} got no answer to its offset commit within {ElapsedMs} ms. It tries again with the next one.")]
    private partial void LogCommitUnanswered(TaskId task, double elapsedMs);

    [LoggerMessage(LogLevel.Warning, "Task {Task} could not flush before its offset commit. Nothing is committed, and its records come again from the last committed offsets.")]
    private partial void LogPreCommitFailed(Exception error, TaskId task);

    [LoggerMessage(LogLevel.Warning, "Task {Task} asks to commit offset {Offset} of '{Topic}' partition {Partition}, which it was not given. That is ignored.")]
    private partial void LogUnknownPartition(TaskId task, string topic, int partition, long offset);

    [LoggerMessage(LogLevel.Warning, "Task {Task} asks to commit offset {Offset} of '{Topic}' partition {Partition}, beyond {Next}, up to which it was given records. That is ignored.")]
    private partial void LogBeyond(TaskId task, string topic, int partition, long offset, long next);
}
