using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;
using OrleansConnect.Kafka;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Runtime.Grains;

/// <summary>
/// Where sources deliver exactly once: fences the tasks that a connector had before, once, before the first task with other configurations starts or somebody changes the offsets. For
/// use on the connector grain's scheduler only.
/// </summary>
internal sealed class TaskFencing(string connector, ConnectorMemory memory, TransactionFence fence, bool isExactlyOnce)
{
    /// <summary>Whether there is something to fence before tasks start.</summary>
    public bool IsDue => isExactlyOnce && memory.Tasks.Unfenced > 0 && memory.Tasks.Kind == ConnectorKind.Source;

    /// <summary>To be called before tasks start.</summary>
    public Task EnsureAsync(CancellationToken cancellationToken) =>
        FenceAsync(isNeeded: memory.Tasks.Unfenced > 1 || memory.Tasks.Configs.Count > 1, cancellationToken);

    /// <summary>To be called before offsets are changed: nothing that is still running may commit its own over them.</summary>
    public async Task RequireAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FenceAsync(isNeeded: true, cancellationToken);
        }
        catch (Exception cause) when (cause is KafkaClientException or ConnectException)
        {
            throw new ConnectRequestException(
                RequestErrorKind.Internal,
                $"Failed to perform zombie fencing for source connector prior to modifying offsets; nothing was changed. {cause.Message}",
                cause);
        }
    }

    // A single task that follows a single task fences it when it starts.
    private async Task FenceAsync(bool isNeeded, CancellationToken cancellationToken)
    {
        if (!IsDue)
        {
            return;
        }

        if (isNeeded)
        {
            var (tasks, config) = (memory.Tasks.Unfenced, memory.Config);
            await Task.Run(() => fence.RaiseAsync(connector, tasks, config, cancellationToken), cancellationToken);
        }

        await memory.ChangeTasksAsync(before => before with { Unfenced = 0 });
    }
}
