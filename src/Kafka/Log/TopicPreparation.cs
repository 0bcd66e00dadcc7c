using System.Globalization;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace OrleansConnect.Kafka.Log;

/// <summary>Waits for Kafka, creates a compacted topic where there is none, and refuses one that would lose state.</summary>
internal sealed partial class TopicPreparation(TopicAdmin admin, string bootstrapServers, TimeProvider time, ILogger logger)
{
    private const int DefaultMaxMessageBytes = 1_048_588;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(5);

    public async Task<TopicFacts> PrepareAsync(CompactedTopic topic, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var nextProgress = ProgressEvery;
        while (true)
        {
            try
            {
                return await TryPrepareAsync(topic).ConfigureAwait(false);
            }
            catch (KafkaException exception) when (IsTransient(exception.Error))
            {
                var waited = time.GetElapsedTime(start);
                if (waited >= timeout)
                {
                    throw new KafkaUnavailableException(
                        $"Topic '{topic.Name}' could not be prepared: Kafka at '{bootstrapServers}' did not serve within {timeout.TotalSeconds:0} s; " +
                        $"the last answer was '{exception.Error.Reason}'. Start Kafka or correct the bootstrap servers.", exception);
                }

                if (waited >= nextProgress)
                {
                    nextProgress = waited + ProgressEvery;
                    LogWaiting(bootstrapServers, topic.Name, (long)waited.TotalSeconds, exception.Error.Reason);
                }
            }

            await Task.Delay(RetryDelay, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<TopicFacts> TryPrepareAsync(CompactedTopic topic)
    {
        var found = await admin.FindAsync(topic.Name).ConfigureAwait(false);
        if (found is null)
        {
            await CreateAsync(topic).ConfigureAwait(false);
            found = await admin.FindAsync(topic.Name).ConfigureAwait(false);
        }

        var (id, partitions) = found ?? throw new KafkaException(new Error(ErrorCode.UnknownTopicOrPart, "the new topic is not known yet", false));
        return new TopicFacts(topic.Name, id, partitions, await CheckConfigsAsync(topic.Name).ConfigureAwait(false));
    }

    private async Task CreateAsync(CompactedTopic topic)
    {
        try
        {
            await admin.CreateAsync(topic).ConfigureAwait(false);
            LogCreated(topic.Name, topic.Partitions);
        }
        catch (KafkaException exception) when (exception.Error.Code == ErrorCode.TopicAlreadyExists)
        {
            // Another process was faster.
        }
        catch (KafkaException exception) when (!IsTransient(exception.Error))
        {
            throw new TopicUnusableException(
                $"Topic '{topic.Name}' cannot be created with {topic.Partitions} partitions and replication factor {topic.ReplicationFactor}: " +
                $"'{exception.Error.Reason}'. Change the settings, or create it by hand with cleanup.policy=compact.", exception);
        }
    }

    private async Task<int> CheckConfigsAsync(string topic)
    {
        try
        {
            var configs = await admin.ReadConfigsAsync(topic).ConfigureAwait(false);
            if (configs.TryGetValue("cleanup.policy", out var policy) && policy != "compact")
            {
                throw new TopicUnusableException(
                    $"Topic '{topic}' has cleanup.policy '{policy}', which would delete state; it must be 'compact'. Mend it with: " +
                    $"kafka-configs.sh --bootstrap-server {bootstrapServers} --alter --entity-type topics --entity-name {topic} --add-config cleanup.policy=compact");
            }

            return configs.TryGetValue("max.message.bytes", out var limit) && int.TryParse(limit, CultureInfo.InvariantCulture, out var bytes)
                ? bytes
                : DefaultMaxMessageBytes;
        }
        catch (KafkaException exception)
            when (exception.Error.Code is ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed)
        {
            LogConfigsHidden(topic);
            return DefaultMaxMessageBytes;
        }
    }

    private static bool IsTransient(Error error) => error.IsLocalError || error.Code is
        ErrorCode.UnknownTopicOrPart or ErrorCode.LeaderNotAvailable or ErrorCode.NotController or ErrorCode.RequestTimedOut
        or ErrorCode.NetworkException or ErrorCode.BrokerNotAvailable or ErrorCode.InvalidReplicationFactor or ErrorCode.KafkaStorageError;

    [LoggerMessage(LogLevel.Warning, "Waiting for Kafka at '{BootstrapServers}' to serve topic '{Topic}' for {Seconds} s so far: {Reason}.")]
    private partial void LogWaiting(string bootstrapServers, string topic, long seconds, string reason);

    [LoggerMessage(LogLevel.Information, "Created compacted topic '{Topic}' with {Partitions} partitions.")]
    private partial void LogCreated(string topic, int partitions);

    [LoggerMessage(LogLevel.Warning, "Topic '{Topic}' does not show its configuration to this user: that it is compacted could not be checked.")]
    private partial void LogConfigsHidden(string topic);
}
