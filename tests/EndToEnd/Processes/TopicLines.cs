using Confluent.Kafka;

namespace OrleansConnect.Tests.EndToEnd.Processes;

/// <summary>
/// Reads the committed values of a topic as text, from its beginning, and remembers them; or all, of a topic that may have no end. What comes behind what was waited for is read too where
/// it is committed, so that nothing is there twice unseen.
/// </summary>
internal sealed class TopicLines : IDisposable
{
    private static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(200);
    private readonly List<string> _lines = [];
    private readonly IConsumer<Ignore, string> _consumer;
    private readonly bool _isUncommitted;

    public TopicLines(string bootstrapServers, string topic, int partitions = 1, bool isUncommitted = false)
    {
        _isUncommitted = isUncommitted;
        _consumer = new ConsumerBuilder<Ignore, string>(new ConsumerConfig
        {
            BootstrapServers = bootstrapServers,
            GroupId = "topic-lines",
            EnableAutoCommit = false,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            IsolationLevel = isUncommitted ? IsolationLevel.ReadUncommitted : IsolationLevel.ReadCommitted,
            TopicMetadataRefreshIntervalMs = 500,
        }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        _consumer.Assign(Enumerable.Range(0, partitions).Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));
    }

    /// <summary>All lines so far, once there are as many.</summary>
    public Task<IReadOnlyList<string>> ReadAsync(int count, Func<string> details) => ReadAsync(() => _lines.Count >= count, $"the topic has {count} lines", details);

    /// <summary>All lines so far, once that one is the last.</summary>
    public Task<IReadOnlyList<string>> ReadUntilAsync(string last, Func<string> details) => ReadAsync(() => _lines is [.., var line] && line == last, $"the topic ends with {last}", details);

    /// <summary>All lines so far, once they are as they should be.</summary>
    public Task<IReadOnlyList<string>> ReadUntilAsync(Func<IReadOnlyList<string>, bool> isDone, string what, Func<string> details) => ReadAsync(() => isDone(_lines), what, details);

    public void Dispose() => _consumer.Dispose();

    private async Task<IReadOnlyList<string>> ReadAsync(Func<bool> isDone, string what, Func<string> details)
    {
        await Eventually.IsTrueAsync(
            () =>
            {
                Poll(isDone);
                return isDone();
            },
            what,
            TimeSpan.FromSeconds(90),
            () => $"It has {_lines.Count}. {details()}");
        return _lines;
    }

    private void Poll(Func<bool> isDone)
    {
        try
        {
            while (!(_isUncommitted && isDone()) && _consumer.Consume(PollTimeout) is { } result)
            {
                _lines.Add(result.Message.Value);
            }
        }
        catch (ConsumeException exception) when (!exception.Error.IsFatal)
        {
            // The topic is not there yet.
        }
    }
}
