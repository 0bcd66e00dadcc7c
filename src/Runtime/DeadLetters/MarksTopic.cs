using OrleansConnect.Grains;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Admin;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>The topic beside a queue that keeps what was replayed. A replay needs all of it, or letters would be replayed twice.</summary>
internal sealed class MarksTopic(DeadLetterSettings settings, KafkaAdmin admin, string bootstrapServers, TimeProvider time)
{
    private static readonly TimeSpan ListedLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ListedPause = TimeSpan.FromMilliseconds(250);

    public string Name { get; } = LetterMarks.TopicOf(settings.Topic);

    /// <summary>Refuses a topic that cannot keep marks.</summary>
    /// <param name="exists">Whether there is one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task RequireAsync(bool exists, CancellationToken cancellationToken)
    {
        if (TopicNames.Invalid(Name) is { } reason)
        {
            throw ConnectRequestException.Invalid(
                $"What is replayed is marked in topic '{Name}', which Kafka would not take: {reason}. Set 'errors.deadletterqueue.topic.name' to a shorter name to replay dead letters.");
        }

        if (exists && await PolicyAsync(cancellationToken) is { } policy && Words(policy) is var words && (!words.Contains("compact") || words.Contains("delete")))
        {
            throw ConnectRequestException.Invalid(
                $"Topic '{Name}', which keeps what was replayed, has cleanup.policy '{policy}', which would delete marks; it must be 'compact'. Mend it with: "
                + $"kafka-configs.sh --bootstrap-server {bootstrapServers} --alter --entity-type topics --entity-name {Name} --add-config cleanup.policy=compact");
        }
    }

    /// <summary>Makes the topic.</summary>
    /// <returns>All topics, this one among them.</returns>
    public async Task<IReadOnlyDictionary<string, TopicDescription>> CreateAsync(CancellationToken cancellationToken)
    {
        await admin.CreateTopicAsync(
            new(Name)
            {
                Partitions = 1,
                ReplicationFactor = settings.ReplicationFactor > 0 ? settings.ReplicationFactor : null,
                Configs = new Dictionary<string, string> { ["cleanup.policy"] = "compact" },
            },
            cancellationToken);
        var started = time.GetTimestamp();
        while (true)
        {
            // A broker hears of a new topic a little later than the one that makes it.
            var topics = await admin.ListTopicsAsync(cancellationToken);
            if (topics.ContainsKey(Name))
            {
                return topics;
            }

            if (time.GetElapsedTime(started) > ListedLimit)
            {
                throw new ConnectRequestException(
                    RequestErrorKind.Unavailable,
                    $"Topic '{Name}', which keeps what was replayed, was created and is not there after {ListedLimit.TotalSeconds:F0} s. Nothing was replayed. Look at the brokers, then try again.");
            }

            await Task.Delay(ListedPause, time, cancellationToken);
        }
    }

    private static string[] Words(string policy) => policy.Split(',', StringSplitOptions.TrimEntries);

    // Null where the connector may not look.
    private async Task<string?> PolicyAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await admin.DescribeTopicConfigAsync(Name, cancellationToken)).GetValueOrDefault("cleanup.policy");
        }
        catch (KafkaClientException error) when (error.Error.Code is KafkaErrorCode.TopicAuthorizationFailed or KafkaErrorCode.ClusterAuthorizationFailed)
        {
            return null;
        }
    }
}
