namespace OrleansConnect.Runtime.Grains;

/// <summary>
/// Brings a sink's tasks to the partitions they are to read. A partition goes to a task only when no other one may still be reading it. A task that is slow to give up what it has,
/// because its put hangs, is not waited for: it keeps that for as long, and nobody else is disturbed. For use on the connector grain's scheduler only.
/// </summary>
/// <param name="next">The generation of an assignment: higher than all before.</param>
/// <param name="assign">Tells a task which partitions to read; completes when it reads those and no others, with false when its runner is gone, which is an error.</param>
/// <param name="onLate">Called when a task has answered that was not waited for, so that another run has something to do.</param>
/// <param name="time">The clock.</param>
internal sealed class PartitionHandover(Func<Task<long>> next, Func<TaskSlot, SinkPartitions, Task<bool>> assign, Action onLate, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private Task _late = Task.CompletedTask;

    /// <summary>First everybody gives up what is not theirs any more, then takes what is free.</summary>
    public async Task RunAsync(IReadOnlyList<TaskSlot> running)
    {
        await AskAsync([.. running.Select(slot => (slot, slot.Partitions.Where(slot.MayHold.Contains).ToArray()))]);
        await AskAsync([.. running.Select(slot => (slot, slot.Partitions.Where(partition => IsFreeFor(slot, partition, running)).ToArray()))]);
    }

    private static bool IsFreeFor(TaskSlot slot, SinkPartition partition, IReadOnlyList<TaskSlot> running) =>
        !running.Any(other => other != slot && other.MayHold.Contains(partition));

    // A generation costs a write, so that it is asked for only when somebody is told something new.
    private async Task AskAsync(IReadOnlyList<(TaskSlot Slot, SinkPartition[] Partitions)> wanted)
    {
        TaskSlot[] answering = [.. wanted.Where(one => one.Slot.Asked is not null || IsNews(one.Slot, one.Partitions)).Select(one => one.Slot)];
        var news = wanted.Where(one => IsNews(one.Slot, one.Partitions)).ToArray();
        var generation = news.Length > 0 ? await next() : 0;
        foreach (var (slot, partitions) in news)
        {
            slot.Asked = partitions;
            slot.MayHold.UnionWith(partitions);
            slot.Answer = AskAsync(slot, generation, partitions);
        }

        await WaitAsync([.. answering.Select(slot => slot.Answer)]);
    }

    private static bool IsNews(TaskSlot slot, SinkPartition[] partitions) => slot.Asked is { } asked
        ? !asked.SequenceEqual(partitions)
        : slot.MayHold.Count > 0 || partitions.Length > 0;

    private async Task AskAsync(TaskSlot slot, long generation, IReadOnlyList<SinkPartition> partitions)
    {
        var runner = slot.StartedGeneration;
        try
        {
            if (!await assign(slot, new(generation, partitions)) && slot.StartedGeneration == runner && slot.Generation == runner)
            {
                slot.Lose();
                throw new InvalidOperationException($"Task {slot.Index} has no runner any more and starts anew.");
            }
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

        if (slot.StartedGeneration == runner && ReferenceEquals(slot.Asked, partitions))
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
