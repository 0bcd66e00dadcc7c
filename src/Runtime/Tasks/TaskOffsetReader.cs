using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Reads source offsets for a task's plugin, which is not what the task waits for meanwhile.</summary>
internal sealed class TaskOffsetReader(IOffsetReader reader, TaskCounters counters) : IOffsetReader
{
    public ValueTask<SourceOffset?> ReadAsync(SourcePartition partition, CancellationToken cancellationToken) =>
        WaitAsync(() => reader.ReadAsync(partition, cancellationToken));

    public ValueTask<IReadOnlyDictionary<SourcePartition, SourceOffset>> ReadAsync(
        IReadOnlyCollection<SourcePartition> partitions, CancellationToken cancellationToken) => WaitAsync(() => reader.ReadAsync(partitions, cancellationToken));

    private async ValueTask<T> WaitAsync<T>(Func<ValueTask<T>> read)
    {
        counters.BeginOffsetRead();
        try
        {
            return await read();
        }
        finally
        {
            counters.EndOffsetRead();
        }
    }
}
