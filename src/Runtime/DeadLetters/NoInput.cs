using OrleansConnect.Abstractions.Data;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>The input of a task that reads nothing: to pause it changes nothing.</summary>
internal sealed class NoInput : ISinkInput
{
    public static NoInput Instance { get; } = new();

    public Task<IReadOnlyDictionary<TopicPartition, long>> CommittedAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<TopicPartition, long>>(new Dictionary<TopicPartition, long>());

    public Task AddAsync(IReadOnlyDictionary<TopicPartition, long?> starts, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Remove(IReadOnlyCollection<TopicPartition> partitions)
    {
    }

    public void Pause(IReadOnlyCollection<TopicPartition> partitions)
    {
    }

    public void Resume(IReadOnlyCollection<TopicPartition> partitions)
    {
    }

    public Task SeekAsync(IReadOnlyDictionary<TopicPartition, long> offsets, CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask<SinkBatch> ReadAsync(TimeSpan timeout, CancellationToken wake, CancellationToken cancellationToken) => ValueTask.FromResult(new SinkBatch());

    public Task CommitAsync(IReadOnlyDictionary<TopicPartition, long> offsets, CancellationToken cancellationToken) => Task.CompletedTask;

    public long? EndOf(TopicPartition partition) => null;

    public Task<IReadOnlyDictionary<TopicPartition, long>> AskEndsAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<TopicPartition, long>>(new Dictionary<TopicPartition, long>());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
