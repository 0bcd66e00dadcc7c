using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>What a runner reports of itself: each change once, and nothing any more after its end.</summary>
internal sealed class TaskState(ITaskObserver observer)
{
    private readonly Lock _lock = new();
    private InstanceState _reported = InstanceState.Unassigned;
    private TaskCompletionSource? _resumed;
    private TaskCompletionSource? _paused;
    private bool _isStarted;
    private bool _isEnded;
    private volatile bool _isPaused;
    private int _isIdle;

    /// <summary>Whether the task is to move no records.</summary>
    public bool IsPaused => _isPaused;

    /// <summary>Whether the task has failed.</summary>
    public bool IsFailed
    {
        get
        {
            lock (_lock)
            {
                return _reported == InstanceState.Failed;
            }
        }
    }

    /// <summary>Completes when the task is not paused.</summary>
    public Task Resumed
    {
        get
        {
            lock (_lock)
            {
                return _resumed?.Task ?? Task.CompletedTask;
            }
        }
    }

    /// <summary>Completes when the task is paused.</summary>
    public Task Paused
    {
        get
        {
            lock (_lock)
            {
                return _isPaused ? Task.CompletedTask : (_paused ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    /// <summary>The task has started.</summary>
    public void SetStarted()
    {
        lock (_lock)
        {
            _isStarted = true;
            ReportMovement();
        }
    }

    public void SetPaused(bool isPaused)
    {
        TaskCompletionSource? changed = null;
        lock (_lock)
        {
            if (_isPaused != isPaused)
            {
                _isPaused = isPaused;
                changed = isPaused ? _paused : _resumed;
                (_paused, _resumed) = (null, isPaused ? new(TaskCreationOptions.RunContinuationsAsynchronously) : null);
                Interlocked.MemoryBarrier();
                ReportMovement();
            }
        }

        changed?.TrySetResult();
    }

    /// <summary>Whether the task moves no record at the moment; cheap, for it is called with each batch.</summary>
    public void SetIdle(bool isIdle)
    {
        Interlocked.Exchange(ref _isIdle, isIdle ? 1 : 0);
        if (_isPaused)
        {
            lock (_lock)
            {
                ReportMovement();
            }
        }
    }

    /// <summary>The task has failed; false when that is of no interest any more.</summary>
    public bool SetFailed(Exception error)
    {
        lock (_lock)
        {
            if (_isEnded || _reported == InstanceState.Failed)
            {
                return false;
            }

            Report(InstanceState.Failed, error);
            return true;
        }
    }

    /// <summary>The task has stopped or was abandoned: this is the last report. One that has failed stays so.</summary>
    public void SetEnded()
    {
        lock (_lock)
        {
            if (!_isEnded && _reported != InstanceState.Failed)
            {
                Report(InstanceState.Unassigned, null);
            }

            _isEnded = true;
        }
    }

    private void ReportMovement()
    {
        var state = _isPaused && _isIdle != 0 ? InstanceState.Paused : InstanceState.Running;
        if (_isStarted && !_isEnded && _reported != InstanceState.Failed && _reported != state)
        {
            Report(state, null);
        }
    }

    private void Report(InstanceState state, Exception? error)
    {
        _reported = state;
        observer.OnStateChanged(state, error);
    }
}
