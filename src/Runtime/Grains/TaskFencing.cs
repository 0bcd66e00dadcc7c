using OrleansConnect.Grains;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Runtime.Grains;

/// <summary>
/// Where sources deliver exactly once: fences the tasks that a connector had before, once, before the first task with other configurations starts. For use on the connector grain's
/// scheduler only.
/// </summary>
internal sealed class TaskFencing(string connector, ConnectorMemory memory, TransactionFence fence, bool isExactlyOnce)
{
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        var tasks = memory.Tasks.Unfenced;
        if (tasks == 0 || memory.Tasks.Kind != ConnectorKind.Source)
        {
            return;
        }

        // A single task that follows a single task fences it when it starts.
        if (isExactlyOnce && (tasks > 1 || memory.Tasks.Configs.Count > 1))
        {
            var config = memory.Config;
            await Task.Run(() => fence.RaiseAsync(connector, tasks, config, cancellationToken), cancellationToken);
        }

        await memory.ChangeTasksAsync(before => before with { Unfenced = 0 });
    }
}
