using System.Diagnostics;

namespace OrleansConnect.Runtime.Placement;

/// <summary>
/// Whether this worker may move records. It may for a while after the membership table last showed it alive, which is less than others take to declare it dead. A worker that
/// was frozen finds its lease run out when it wakes, and moves nothing before the table says that its tasks are still its own.
/// </summary>
public sealed class WorkerLease
{
    private readonly TimeSpan _duration;
    private long _confirmedAt = Stopwatch.GetTimestamp();
    private volatile TaskCompletionSource? _renewed;
    private volatile bool _isLost;

    private WorkerLease(TimeSpan duration) => _duration = duration;

    /// <summary>A lease that lasts so long after every renewal.</summary>
    public static WorkerLease For(TimeSpan duration) => new(duration);

    /// <summary>A lease that never runs out.</summary>
    public static WorkerLease Unlimited { get; } = new(Timeout.InfiniteTimeSpan);

    /// <summary>How long it lasts after a renewal.</summary>
    public TimeSpan Duration => _duration;

    /// <summary>Whether records may be moved now.</summary>
    public bool IsHeld => _duration == Timeout.InfiniteTimeSpan || (!_isLost && Stopwatch.GetElapsedTime(Interlocked.Read(ref _confirmedAt)) < _duration);

    /// <summary>How long ago the lease was renewed.</summary>
    public TimeSpan Age => Stopwatch.GetElapsedTime(Interlocked.Read(ref _confirmedAt));

    /// <summary>Completes at once while the lease is held, else when it is again; never when the worker has been declared dead.</summary>
    public ValueTask WaitAsync(CancellationToken cancellationToken) => IsHeld ? ValueTask.CompletedTask : WaitForRenewalAsync(cancellationToken);

    /// <summary>The table showed the worker alive; the question was asked at that time.</summary>
    internal void Renew(long askedAt)
    {
        Interlocked.Exchange(ref _confirmedAt, askedAt);
        Interlocked.Exchange(ref _renewed, null)?.TrySetResult();
    }

    /// <summary>The worker has been declared dead: others have its tasks.</summary>
    internal void Lose() => _isLost = true;

    private async ValueTask WaitForRenewalAsync(CancellationToken cancellationToken)
    {
        while (!IsHeld)
        {
            var waiting = _renewed ?? Interlocked.CompareExchange(ref _renewed, new(TaskCreationOptions.RunContinuationsAsynchronously), null) ?? _renewed;
            if (waiting is not null && !IsHeld)
            {
                await waiting.Task.WaitAsync(cancellationToken);
            }
        }
    }
}
