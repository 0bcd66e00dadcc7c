using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>
/// The thread on which a task's plugin code begins to run, so that code that blocks holds up nobody else. It is no scheduler: after an await a method goes on
/// wherever it was woken, until it asks to be here again. Code of plugins that waits for its own tasks can therefore not lock itself out.
/// </summary>
internal sealed class TaskThread : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;

    public TaskThread(string name)
    {
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.UnsafeStart();
    }

    /// <summary>To be awaited: goes on here, at once when already here.</summary>
    public Switch SwitchAsync() => new(this);

    /// <summary>Runs something here.</summary>
    public void Post(Action action) => _work.Add(action);

    /// <summary>Ends the thread when it has nothing left to do.</summary>
    public void Dispose() => _work.CompleteAdding();

    private void Run()
    {
        foreach (var action in _work.GetConsumingEnumerable())
        {
            action();
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
