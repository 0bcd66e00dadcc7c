namespace OrleansConnect.Kafka.Log;

/// <summary>How far a tail has read each partition, and who waits for it to get further.</summary>
internal sealed class TailPositions(int partitions)
{
    private readonly Lock _gate = new();
    private readonly long[] _next = new long[partitions];
    private readonly List<Waiter> _waiters = [];
    private Exception? _fault;
    private long _holes;

    /// <summary>How often the tail met offsets that are not there any more.</summary>
    public long Holes => Volatile.Read(ref _holes);

    public Exception? Fault => Volatile.Read(ref _fault);

    public long[] Snapshot()
    {
        lock (_gate)
        {
            return [.. _next];
        }
    }

    /// <summary>What the partition has from <paramref name="from"/> to before <paramref name="next"/> has been handed on, and there is nothing between where the tail was and there.</summary>
    public void Advance(int partition, long from, long next)
    {
        lock (_gate)
        {
            if (from > _next[partition])
            {
                Volatile.Write(ref _holes, _holes + 1);
            }

            if (next <= _next[partition])
            {
                return;
            }

            _next[partition] = next;
            for (var i = _waiters.Count - 1; i >= 0; i--)
            {
                if (_waiters[i].IsMetBy(_next))
                {
                    _waiters[i].Done.TrySetResult();
                    _waiters.RemoveAt(i);
                }
            }
        }
    }

    /// <summary>Waits until each partition was read up to its end.</summary>
    /// <exception cref="TimeoutException">Not in that time.</exception>
    public async Task WaitAsync(long[] ends, TimeSpan timeout, TimeProvider time)
    {
        var waiter = new Waiter(ends);
        lock (_gate)
        {
            if (_fault is not null)
            {
                throw _fault;
            }

            if (waiter.IsMetBy(_next))
            {
                return;
            }

            _waiters.Add(waiter);
        }

        try
        {
            await waiter.Done.Task.WaitAsync(timeout, time).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _waiters.Remove(waiter);
            }
        }
    }

    /// <summary>Nobody's wait can be met any more.</summary>
    public void Fail(Exception fault)
    {
        lock (_gate)
        {
            _fault ??= fault;
            _waiters.ForEach(waiter => waiter.Done.TrySetException(_fault));
            _waiters.Clear();
        }
    }

    private sealed class Waiter(long[] ends)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsMetBy(long[] next)
        {
            for (var i = 0; i < ends.Length; i++)
            {
                if (next[i] < ends[i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
