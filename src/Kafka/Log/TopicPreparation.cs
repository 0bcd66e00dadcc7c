using System.Globalization;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace OrleansConnect.Kafka.Log;

/// <summary>Waits for Kafka, creates a compacted topic where there is none, and refuses one that would lose state.</summary>
internal sealed partial class TopicPreparation(CompactedTopicAdmin admin, string bootstrapServers, TimeProvider time, ILogger logger)
{
    private const int DefaultMaxMessageBytes = 1_048_588;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(5);

    // Brokers that start with us are not all there at once.
    private static readonly TimeSpan BrokersPatience = TimeSpan.FromSeconds(15);

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
                if (exception.Error.Code == ErrorCode.InvalidReplicationFactor && waited >= BrokersPatience)
                {
                    throw Uncreatable(topic, exception);
                }

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
        var facts = await CheckConfigsAsync(new TopicFacts(topic.Name, id, partitions, DefaultMaxMessageBytes)).ConfigureAwait(false);
        CheckTombstonesStay(topic, facts);
        return facts;
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
            throw Uncreatable(topic, exception);
        }
    }

    private static TopicUnusableException Uncreatable(CompactedTopic topic, KafkaException exception) => new(
        $"Topic '{topic.Name}' cannot be created with {topic.Partitions} partitions and replication factor {topic.ReplicationFactor}: " +
        $"'{exception.Error.Reason}'. Change the settings, or create it by hand with cleanup.policy=compact.", exception);

    private async Task<TopicFacts> CheckConfigsAsync(TopicFacts topic)
    {
        try
        {
            var configs = await admin.ReadConfigsAsync(topic.Name).ConfigureAwait(false);
            if (configs.TryGetValue("cleanup.policy", out var policy) && policy != "compact")
            {
                throw new TopicUnusableException(
                    $"Topic '{topic.Name}' has cleanup.policy '{policy}', which would delete state; it must be 'compact'. Mend it with: " +
                    MendingCommand(topic.Name, "cleanup.policy=compact"));
            }

            return topic with
            {
                MaxMessageBytes = (int?)NumberOrNull(configs, "max.message.bytes") ?? DefaultMaxMessageBytes,
                TombstoneRetention = NumberOrNull(configs, "delete.retention.ms") is { } ms ? TimeSpan.FromMilliseconds(ms) : null,
            };
        }
        catch (KafkaException exception)
            when (exception.Error.Code is ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed)
        {
            LogConfigsHidden(topic.Name);
            return topic;
        }
    }

    private void CheckTombstonesStay(CompactedTopic topic, TopicFacts facts)
    {
        if (facts.TombstoneRetention < topic.TombstoneRetention)
        {
            var ms = ((long)topic.TombstoneRetention.Value.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
            throw new TopicUnusableException(
                $"Topic '{topic.Name}' has delete.retention.ms '{(long)facts.TombstoneRetention.Value.TotalMilliseconds}', but deletions must be remembered for {ms} ms. " +
                $"Mend it with: {MendingCommand(topic.Name, $"delete.retention.ms={ms}")}");
        }
    }

    private string MendingCommand(string topic, string config) =>
        $"kafka-configs.sh --bootstrap-server {bootstrapServers} --alter --entity-type topics --entity-name {topic} --add-config {config}";

    private static long? NumberOrNull(IReadOnlyDictionary<string, string> configs, string name) =>
        configs.TryGetValue(name, out var text) && long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;

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
