using System.Runtime.CompilerServices;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>
/// The thread on which a task's plugin code begins to run, so that code that blocks holds up nobody else. It is no scheduler: after an await a method goes on
/// wherever it was woken, until it asks to be here again. Code of plugins that waits for its own tasks can therefore not lock itself out. What asks to be here
/// after the end goes on elsewhere: it may be something that was left behind and has only to end.
/// </summary>
internal sealed class TaskThread : IDisposable
{
    // A plain monitor: a blocking collection spins before it sleeps, and a worker with many tasks is woken mostly for a moment.
    private readonly object _lock = new();
    private readonly Queue<Action> _work = [];
    private readonly Thread _thread;
    private bool _isEnding;

    public TaskThread(string name)
    {
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.UnsafeStart();
    }

    /// <summary>To be awaited: goes on here, at once when already here.</summary>
    public Switch SwitchAsync() => new(this);

    /// <summary>Runs something here; on the thread pool after the end.</summary>
    public void Post(Action action)
    {
        lock (_lock)
        {
            if (!_isEnding)
            {
                _work.Enqueue(action);
                Monitor.Pulse(_lock);
                return;
            }
        }

        // Thrown from an awaiter, an exception would end the process.
        ThreadPool.UnsafeQueueUserWorkItem(static action => action(), action, preferLocal: false);
    }

    /// <summary>Ends the thread when it has nothing left to do.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isEnding = true;
            Monitor.Pulse(_lock);
        }
    }

    private void Run()
    {
        while (Take() is { } action)
        {
            action();
        }
    }

    private Action? Take()
    {
        lock (_lock)
        {
            Action? action;
            while (!_work.TryDequeue(out action) && !_isEnding)
            {
                Monitor.Wait(_lock);
            }

            return action;
        }
    }

    /// <summary>What <see cref="SwitchAsync"/> returns.</summary>
    internal readonly struct Switch(TaskThread thread) : ICriticalNotifyCompletion
    {
        public bool IsCompleted => Thread.CurrentThread == thread._thread;

        public Switch GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => thread.Post(continuation);

        public void UnsafeOnCompleted(Action continuation) => thread.Post(continuation);
    }
}
