using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace OrleansConnect.Kafka.Admin;

/// <summary>
/// What is asked of a Kafka cluster besides records. Every request ends within 30 s, one about a group within 40 s; a refused or unanswered one is a
/// <see cref="KafkaClientException"/>. Safe for any number of callers.
/// </summary>
public sealed partial class KafkaAdmin : IDisposable
{
    // librdkafka's queue of log lines is ours to read; Confluent.Kafka reads them by a callback.
    private const string LogQueueSetting = "log.queue";

    private readonly ILogger _logger;
    private readonly AdminRequests _requests;
    private readonly ClusterMetadata _metadata;
    private readonly TopicAdmin _topics;
    private readonly GroupAdmin _groups;

    public KafkaAdmin(ClientSettings settings, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _logger = logger;
        var client = new AdminClientBuilder(settings.Native.Where(s => s.Key != LogQueueSetting))
            .SetLogHandler((_, line) => LogLine(line.Facility, line.Message))
            .SetErrorHandler((_, error) => LogDegraded(error.Code.ToString(), error.Reason))
            .Build();
        _requests = new AdminRequests(client, settings.BootstrapServers, time);
        _metadata = new ClusterMetadata(_requests, time);
        _topics = new TopicAdmin(_requests, _metadata);
        _groups = new GroupAdmin(_requests);
    }

    public Task<string> ClusterIdAsync(CancellationToken cancellationToken) => _metadata.ClusterIdAsync(cancellationToken);

    /// <summary>All topics by name, at most a second old.</summary>
    public Task<IReadOnlyDictionary<string, TopicDescription>> ListTopicsAsync(CancellationToken cancellationToken) =>
        _metadata.TopicsAsync(cancellationToken);

    /// <summary>These of the topics that exist; does not create any.</summary>
    public async Task<IReadOnlyDictionary<string, TopicDescription>> DescribeTopicsAsync(
        IReadOnlyCollection<string> topics, CancellationToken cancellationToken)
    {
        var all = await _metadata.TopicsAsync(cancellationToken).ConfigureAwait(false);
        return topics.Where(all.ContainsKey).Distinct().ToDictionary(topic => topic, topic => all[topic]);
    }

    public Task<TopicCreation> CreateTopicAsync(NewTopic topic, CancellationToken cancellationToken) =>
        _topics.CreateAsync(topic, cancellationToken);

    /// <summary>Every setting of the topic with its value; null for a secret.</summary>
    public Task<IReadOnlyDictionary<string, string?>> DescribeTopicConfigAsync(string topic, CancellationToken cancellationToken) =>
        _topics.DescribeConfigAsync(topic, cancellationToken);

    public Task<IReadOnlyDictionary<TopicPartition, long>> ListOffsetsAsync(
        IReadOnlyCollection<TopicPartition> partitions, LogPosition position, CancellationToken cancellationToken) =>
        _topics.ListOffsetsAsync(partitions, position, cancellationToken);

    /// <summary>The committed offsets of the group; empty if there is no such group.</summary>
    public Task<IReadOnlyDictionary<TopicPartition, long>> ListGroupOffsetsAsync(string group, CancellationToken cancellationToken) =>
        _groups.ListOffsetsAsync(group, cancellationToken);

    /// <summary>Who is in the group and what the client may do to it; a group that does not exist has nobody in it.</summary>
    public Task<GroupDescription> DescribeGroupAsync(string group, CancellationToken cancellationToken) => _groups.DescribeAsync(group, cancellationToken);

    public Task AlterGroupOffsetsAsync(
        string group, IReadOnlyDictionary<TopicPartition, long> offsets, CancellationToken cancellationToken) =>
        _groups.AlterOffsetsAsync(group, offsets, cancellationToken);

    /// <summary>Nothing happens for a group that does not exist.</summary>
    public Task DeleteGroupOffsetsAsync(
        string group, IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken) =>
        _groups.DeleteOffsetsAsync(group, partitions, cancellationToken);

    /// <summary>False if there was no such group.</summary>
    public Task<bool> DeleteGroupAsync(string group, CancellationToken cancellationToken) => _groups.DeleteAsync(group, cancellationToken);

    /// <summary>What was asked before is still answered; nothing else may be asked any more.</summary>
    public void Dispose() => _requests.Dispose();

    [LoggerMessage(LogLevel.Debug, "Kafka admin client: {Facility}: {Text}")]
    private partial void LogLine(string facility, string text);

    // Many a second while Kafka is away; every call that suffers says so itself.
    [LoggerMessage(LogLevel.Debug, "The Kafka admin client has a problem and goes on trying: {Reason} ({Error}).")]
    private partial void LogDegraded(string error, string reason);
}
