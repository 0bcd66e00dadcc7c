using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace OrleansConnect.Kafka.Admin;

/// <summary>The topics of the cluster, asked for once for all who ask within a second.</summary>
internal sealed class ClusterMetadata(AdminRequests requests, TimeProvider time)
{
    private static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task<IReadOnlyDictionary<string, TopicDescription>>? _topics;
    private Task<string>? _clusterId;
    private long _askedAt;

    public Task<IReadOnlyDictionary<string, TopicDescription>> TopicsAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_topics is null || _topics.IsFaulted || time.GetElapsedTime(_askedAt) > AgeMax)
            {
                _askedAt = time.GetTimestamp();
                _topics = AskAsync();
            }

            return _topics.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Never changes, and is asked for once.</summary>
    public Task<string> ClusterIdAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_clusterId is null || _clusterId.IsFaulted)
            {
                _clusterId = AskClusterIdAsync();
            }

            return _clusterId.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The next one who asks is not given what was known before now.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _topics = null;
        }
    }

    private Task<string> AskClusterIdAsync() => requests.AskAsync("tell its cluster id", async client =>
    {
        var cluster = await client.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = AdminRequests.Timeout }).ConfigureAwait(false);
        return cluster.ClusterId;
    }, CancellationToken.None);

    private Task<IReadOnlyDictionary<string, TopicDescription>> AskAsync() => requests.AskAsync("list its topics", client =>
        Task.Factory.StartNew<IReadOnlyDictionary<string, TopicDescription>>(
            () => Describe(client.GetMetadata(AdminRequests.Timeout)),
            CancellationToken.None,
            TaskCreationOptions.LongRunning, // the call blocks until the broker answers
            TaskScheduler.Default), CancellationToken.None);

    private static Dictionary<string, TopicDescription> Describe(Metadata metadata) => metadata.Topics
        .Where(topic => !topic.Error.IsError || topic.Partitions.Count > 0)
        .ToDictionary(
            topic => topic.Topic,
            topic => new TopicDescription(topic.Topic, topic.Partitions.Count, topic.Partitions.Max(p => (int?)p.Replicas.Length) ?? 0));
}
