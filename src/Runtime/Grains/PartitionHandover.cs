namespace OrleansConnect.Runtime.Grains;

/// <summary>
/// Brings a sink's tasks to the partitions they are to read. A partition goes to a task only when no other one may still be reading it. A task that is slow to give up what it has,
/// because its put hangs, is not waited for: it keeps that for as long, and nobody else is disturbed. For use on the connector grain's scheduler only.
/// </summary>
/// <param name="assign">Tells a task which partitions to read; completes when it reads those and no others.</param>
/// <param name="onLate">Called when a task has answered that was not waited for, so that another run has something to do.</param>
/// <param name="time">The clock.</param>
internal sealed class PartitionHandover(Func<TaskSlot, IReadOnlyList<SinkPartition>, Task> assign, Action onLate, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private Task _late = Task.CompletedTask;

    /// <summary>First everybody gives up what is not theirs any more, then takes what is free.</summary>
    public async Task RunAsync(IReadOnlyList<TaskSlot> running)
    {
        await WaitAsync([.. running.Select(slot => Ask(slot, [.. slot.Partitions.Where(slot.MayHold.Contains)]))]);
        await WaitAsync([.. running.Select(slot => Ask(slot, [.. slot.Partitions.Where(partition => IsFreeFor(slot, partition, running))]))]);
    }

    private static bool IsFreeFor(TaskSlot slot, SinkPartition partition, IReadOnlyList<TaskSlot> running) =>
        !running.Any(other => other != slot && other.MayHold.Contains(partition));

    private Task Ask(TaskSlot slot, IReadOnlyList<SinkPartition> partitions)
    {
        if (slot.Asked is null && slot.MayHold.Count == 0 && partitions.Count == 0)
        {
            return Task.CompletedTask;
        }

        if (slot.Asked is null || !slot.Asked.SequenceEqual(partitions))
        {
            slot.Asked = partitions;
            slot.MayHold.UnionWith(partitions);
            slot.Answer = AskAsync(slot, partitions);
        }

        return slot.Answer;
    }

    private async Task AskAsync(TaskSlot slot, IReadOnlyList<SinkPartition> partitions)
    {
        try
        {
            await assign(slot, partitions);
        }
        catch
        {
            // It may or may not have heard: it is asked again.
            if (ReferenceEquals(slot.Asked, partitions))
            {
                slot.Asked = null;
            }

            throw;
        }

        if (ReferenceEquals(slot.Asked, partitions))
        {
            slot.Hold(partitions);
        }
    }

    private async Task WaitAsync(IReadOnlyList<Task> answers)
    {
        var all = Task.WhenAll(answers);
        if (!all.IsCompleted)
        {
            using var enough = new CancellationTokenSource();
            await Task.WhenAny(all, Task.Delay(Patience, time, enough.Token));
            await enough.CancelAsync();
        }

        if (all.IsCompleted)
        {
            await all;
        }
        else if (_late.IsCompleted)
        {
            _late = WaitLongerAsync(answers);
        }
    }

    private async Task WaitLongerAsync(IReadOnlyList<Task> answers)
    {
        await Task.WhenAny(answers.Where(answer => !answer.IsCompleted));
        onLate();
    }
}
