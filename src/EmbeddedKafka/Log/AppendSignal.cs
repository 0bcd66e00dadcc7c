namespace OrleansConnect.EmbeddedKafka.Log;

/// <summary>Tells waiting fetches that a log has grown. A waiter registers, looks at the log once more, and then waits.</summary>
internal sealed class AppendSignal
{
    private readonly Lock _gate = new();
    private readonly List<TaskCompletionSource> _waiting = [];
    private volatile bool _anyone;

    public void Register(TaskCompletionSource waiter)
    {
        lock (_gate)
        {
            _waiting.Add(waiter);
            _anyone = true;
        }
    }

    public void Unregister(TaskCompletionSource waiter)
    {
        lock (_gate)
        {
            _waiting.Remove(waiter);
            _anyone = _waiting.Count > 0;
        }
    }

    public void Set()
    {
        if (!_anyone)
        {
            return;
        }

        lock (_gate)
        {
            foreach (var waiter in _waiting)
            {
                waiter.TrySetResult();
            }
        }
    }
}
