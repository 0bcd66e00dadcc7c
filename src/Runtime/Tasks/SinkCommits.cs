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
    private Dictionary<TopicPartition, long> _offsets = [];
    private Task? _committing;
    private long _startedAt;
    private long _lastAt = timing.Time.GetTimestamp();
    private bool _isWanted;

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
        if (await PreCommitAsync(session.Positions.Partitions, isLast: false, control.Stopping.Plugin) is { Count: > 0 } offsets)
        {
            (_offsets, _startedAt) = (offsets, timing.Time.GetTimestamp());
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
            Observe();
        }

        await control.Thread.SwitchAsync();
        if (await PreCommitAsync(partitions, isLast: true, control.Abandoned.Plugin) is { Count: > 0 } offsets)
        {
            (_offsets, _startedAt) = (offsets, timing.Time.GetTimestamp());
            using var timeout = new CancellationTokenSource(timing.Timeout, timing.Time);
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(control.Abandoned.Own, timeout.Token);
            _committing = CommitWithLeaseAsync(offsets, deadline.Token);
            await _committing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Observe();
        }
    }

    private async Task CommitWithLeaseAsync(Dictionary<TopicPartition, long> offsets, CancellationToken cancellationToken)
    {
        await control.Lease.WaitAsync(cancellationToken);
        await session.Input.CommitAsync(offsets, cancellationToken);
    }

    // A commit that Kafka does not answer in time counts as failed, and its answer is not waited for any more.
    private void Observe()
    {
        if (_committing is null)
        {
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
            control.Counters.AddCommitFailure();
            LogCommitFailed(_committing.Exception?.InnerException, control.Id);
            _committing = null;
        }
        else if (Left(_startedAt, timing.Timeout) <= TimeSpan.Zero)
        {
            control.Counters.AddCommitFailure();
            LogCommitUnanswered(control.Id, timing.Timeout.TotalMilliseconds);
            _committing = null;
        }
    }

    // The policy for a pre-commit that fails: nothing is committed, and what was put since the last commit comes again. A task that stores offsets is asked for them first, and fails
    // when its failure is not one that may pass.
    private async ValueTask<Dictionary<TopicPartition, long>?> PreCommitAsync(
        IReadOnlyCollection<TopicPartition> partitions, bool isLast, CancellationToken cancellationToken)
    {
        if (session.Claims.IsInDoubt)
        {
            return null;
        }

        await session.Reports.WaitAsync(cancellationToken);
        await control.Thread.SwitchAsync();

        // Offsets beside data are stored together.
        var put = session.Positions.Put(session.Claims.AreUsed ? session.Positions.Partitions : partitions);
        if (put.Count == 0)
        {
            return null;
        }

        try
        {
            control.Counters.WaitsFor = "commit";
            session.Claims.Doubt();
            if (await session.Task.PreCommitAsync(put, cancellationToken) is { } wanted)
            {
                session.Claims.Trust();
                return Committable(wanted, put);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            if (session.Claims.AreUsed && !isLast && error is not RetriableException)
            {
                throw;
            }

            control.Counters.AddCommitFailure();
            LogPreCommitFailed(control.Secrets.Hide(error), control.Id);
            if (!isLast && !session.Claims.AreUsed)
            {
                session.Context.Rewind(session.Positions.Uncommitted());
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
        foreach (var (partition, offset) in wanted)
        {
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
