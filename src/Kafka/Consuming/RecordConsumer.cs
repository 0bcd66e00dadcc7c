using Microsoft.Extensions.Logging;
using OrleansConnect.Kafka.Clients;

namespace OrleansConnect.Kafka.Consuming;

/// <summary>
/// Reads the partitions it is told to; never joins a group, whose name only says for whom offsets are committed. Batches are
/// to be asked for by one caller at a time; everything else may be called meanwhile.
/// </summary>
public sealed partial class RecordConsumer : IAsyncDisposable
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly NativeClient _client;
    private readonly EventLoop _events;
    private readonly MessageQueue _messages;
    private readonly MetadataLookup _lookup;
    private readonly ConsumerOffsets _offsets;
    private readonly ConsumerAssignment _assignment;
    private readonly ILogger _logger;
    private int _disposed;

    /// <exception cref="KafkaClientException">librdkafka refuses the settings.</exception>
    public RecordConsumer(ClientSettings settings, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _logger = logger;
        OffsetReset = settings.OffsetReset;
        _client = NativeClient.Create(settings, NativeEvents.OffsetCommit | NativeEvents.Error | NativeEvents.Log);
        var commits = new PendingCommits();
        _events = new EventLoop(_client, commits, logger);
        _messages = new MessageQueue(_client);
        _lookup = new MetadataLookup(_client);
        _offsets = new ConsumerOffsets(_client, _events, commits, settings.GroupId);
        _assignment = new ConsumerAssignment(_client, settings.GroupId);
        _client.BeforeDestroy = () =>
        {
            _events.Dispose();
            _messages.Dispose();
        };
    }

    /// <inheritdoc cref="ClientSettings.OffsetReset"/>
    public long OffsetReset { get; }

    /// <summary>Reads these partitions from now on, and no others.</summary>
    public async Task AssignAsync(IReadOnlyCollection<TopicPartitionOffset> positions, CancellationToken cancellationToken)
    {
        await LookUpAsync(positions, cancellationToken).ConfigureAwait(false);
        _assignment.Assign(positions);
    }

    /// <summary>Reads these partitions too; the others go on undisturbed.</summary>
    public async Task IncrementalAssignAsync(IReadOnlyCollection<TopicPartitionOffset> positions, CancellationToken cancellationToken)
    {
        await LookUpAsync(positions, cancellationToken).ConfigureAwait(false);
        _assignment.Add(positions);
    }

    /// <summary>Stops reading these partitions; the others go on undisturbed.</summary>
    public void IncrementalUnassign(IReadOnlyCollection<TopicPartition> partitions) => _assignment.Remove(partitions);

    /// <summary>Stops fetching; messages that were fetched already are read again after <see cref="Resume"/>.</summary>
    public void Pause(IReadOnlyCollection<TopicPartition> partitions) => _assignment.Pause(partitions);

    public void Resume(IReadOnlyCollection<TopicPartition> partitions) => _assignment.Resume(partitions);

    /// <summary>Goes on from another offset; batches asked for afterwards hold nothing from before.</summary>
    public Task SeekAsync(TopicPartitionOffset position, CancellationToken cancellationToken) =>
        _assignment.SeekAsync(position, cancellationToken);

    /// <summary>
    /// What has arrived, at most so many messages; waits for the first up to the timeout, without holding a thread, and then
    /// returns an empty batch. To be disposed.
    /// </summary>
    public ValueTask<ConsumedBatch> ConsumeAsync(int countMax, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(countMax);
        cancellationToken.ThrowIfCancellationRequested();
        return _messages.ConsumeAsync(countMax, timeout, cancellationToken);
    }

    /// <summary>Commits the offsets of the next messages to read, for the group.</summary>
    /// <exception cref="KafkaClientException">Kafka refused one of them or could not be reached.</exception>
    public Task CommitAsync(IReadOnlyCollection<TopicPartitionOffset> positions, CancellationToken cancellationToken) =>
        _offsets.CommitAsync(positions, cancellationToken);

    /// <summary>What the group committed; <see cref="TopicPartitionOffset.Invalid"/> where it never did.</summary>
    public Task<IReadOnlyList<TopicPartitionOffset>> CommittedAsync(
        IReadOnlyCollection<TopicPartition> partitions, TimeSpan timeout, CancellationToken cancellationToken) =>
        _offsets.CommittedAsync(partitions, timeout, cancellationToken);

    /// <summary>The partition's first and next offset as the last fetch told them, without asking Kafka.</summary>
    public bool TryGetWatermarks(TopicPartition partition, out long low, out long high) =>
        _offsets.TryGetWatermarks(partition, out low, out high);

    /// <summary>Asks Kafka for the partitions' next offsets; <see cref="TopicPartitionOffset.Invalid"/> or another negative number where it does not say.</summary>
    public Task<IReadOnlyList<TopicPartitionOffset>> EndsAsync(
        IReadOnlyCollection<TopicPartition> partitions, TimeSpan timeout, CancellationToken cancellationToken) =>
        _offsets.EndsAsync(partitions, timeout, cancellationToken);

    /// <summary>Closes within a bounded time, as soon as all batches are disposed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        var closed = _client.CloseAsync().WaitAsync(CloseTimeout);
        await closed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!closed.IsCompletedSuccessfully)
        {
            LogClosingSlowly(CloseTimeout.TotalMilliseconds);
        }
    }

    private Task LookUpAsync(IReadOnlyCollection<TopicPartitionOffset> positions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(positions);
        return _lookup.RunAsync(positions.Select(position => position.Topic), cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "A Kafka consumer did not close within {ElapsedMs} ms and goes on closing in the background.")]
    private partial void LogClosingSlowly(double elapsedMs);
}
