using System.Diagnostics.CodeAnalysis;
using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Hands assignments of partitions to a sink's loop, in order. When the loop has ended there is nothing left to close, and every assignment is done at once.</summary>
internal sealed class AssignmentMailbox
{
    private readonly Lock _lock = new();
    private readonly Queue<Assignment> _waiting = [];
    private Assignment? _taken;
    private bool _isClosed;

    /// <summary>Completes when the loop has made the assignment its own; or when the loop has ended.</summary>
    public Task PostAsync(IReadOnlyCollection<TopicPartition> partitions, long generation)
    {
        var assignment = new Assignment(new(partitions.ToHashSet(), generation));
        lock (_lock)
        {
            if (_isClosed)
            {
                return Task.CompletedTask;
            }

            _waiting.Enqueue(assignment);
        }

        return assignment.Done.Task;
    }

    /// <summary>The next assignment. It counts as done when the one after it is asked for.</summary>
    public bool TryTake([NotNullWhen(true)] out AssignedPartitions? assigned)
    {
        lock (_lock)
        {
            _taken?.Done.TrySetResult();
            assigned = _waiting.TryDequeue(out _taken) ? _taken.Assigned : null;
            return assigned is not null;
        }
    }

    /// <summary>The loop has ended and closed what it had: everything is done.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            _taken?.Done.TrySetResult();
            while (_waiting.TryDequeue(out var assignment))
            {
                assignment.Done.TrySetResult();
            }
        }
    }

    private sealed record Assignment(AssignedPartitions Assigned)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
