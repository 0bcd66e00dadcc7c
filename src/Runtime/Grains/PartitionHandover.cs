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

    private readonly HashSet<Task> _late = [];

    /// <summary>First everybody gives up what is not theirs any more, then takes what is free.</summary>
    /// <param name="running">The tasks that are to read.</param>
    /// <param name="others">The others: one that has failed gives up all it has, which it does when it has closed; one that is to start anew keeps what it has until then.</param>
    public async Task RunAsync(IReadOnlyList<TaskSlot> running, IReadOnlyList<TaskSlot> others)
    {
        TaskSlot[] all = [.. running, .. others];
        var failed = others.Where(slot => slot is { IsFailed: true, IsStarted: true, MayHold.Count: > 0 });
        await AskAsync([.. running.Select(slot => (slot, slot.Partitions.Where(slot.MayHold.Contains).ToArray())), .. failed.Select(slot => (slot, Array.Empty<SinkPartition>()))]);
        await AskAsync([.. running.Select(slot => (slot, slot.Partitions.Where(partition => IsFreeFor(slot, partition, all)).ToArray()))]);
    }

    private static bool IsFreeFor(TaskSlot slot, SinkPartition partition, TaskSlot[] all) =>
        !all.Any(other => other != slot && other.MayHold.Contains(partition));

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
            var isThere = await assign(slot, new(generation, partitions)) || slot.IsFailed;
            if (!isThere && slot.StartedGeneration == runner && slot.Generation == runner)
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
        else
        {
            foreach (var answer in answers.Where(answer => !answer.IsCompleted && _late.Add(answer)))
            {
                _ = WaitLongerAsync(answer);
            }
        }
    }

    private async Task WaitLongerAsync(Task answer)
    {
        await answer.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _late.Remove(answer);
        onLate();
    }
}
