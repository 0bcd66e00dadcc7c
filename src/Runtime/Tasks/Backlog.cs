namespace OrleansConnect.Runtime.Tasks;

/// <summary>How much is on its way to Kafka, and who waits for less. Used under the lock of <see cref="PendingRecords"/>.</summary>
internal sealed class Backlog
{
    private TaskCompletionSource? _waiter;
    private long? _waiterMax;
    private long _costBytes;
    private long _records;

    public long CostBytes => Volatile.Read(ref _costBytes);

    /// <summary>Records that were sent and not acknowledged.</summary>
    public long Records => Volatile.Read(ref _records);

    public void Add(int records, long bytes)
    {
        _records += records;
        _costBytes += bytes;
    }

    public void AddSlots(long slots) => _costBytes += slots * PendingRecords.SlotBytes;

    public void Release(int records, long bytes, int slots)
    {
        _records -= records;
        _costBytes -= bytes + ((long)slots * PendingRecords.SlotBytes);
    }

    /// <summary>Completes when what is on its way costs no more than that. One waiter at a time: the runner's loop, or what follows it.</summary>
    public Task WaitAsync(long costBytesMax) => _costBytes <= costBytesMax ? Task.CompletedTask : Wait(costBytesMax);

    /// <summary>Completes when every record was answered, if not taken.</summary>
    public Task WaitUntilEmptyAsync() => _records == 0 ? Task.CompletedTask : Wait(null);

    /// <summary>The waiter, if its time has come.</summary>
    public TaskCompletionSource? TakeWaiter(bool isFailed)
    {
        var isDue = _waiterMax is { } costBytesMax ? isFailed || _costBytes <= costBytesMax : _records == 0;
        return isDue ? TakeWaiter() : null;
    }

    /// <summary>The waiter, if there is one.</summary>
    public TaskCompletionSource? TakeWaiter()
    {
        (var waiter, _waiter) = (_waiter, null);
        return waiter;
    }

    private Task Wait(long? costBytesMax)
    {
        _waiter ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiterMax = costBytesMax;
        return _waiter.Task;
    }
}
