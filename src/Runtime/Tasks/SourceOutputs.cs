using Microsoft.Extensions.Logging;
using OrleansConnect.Kafka;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Makes the way of a source's records into Kafka.</summary>
internal sealed class SourceOutputs(TaskServices services, TaskControl control, TaskResources resources)
{
    /// <summary>The output of a task.</summary>
    /// <param name="parts">The task.</param>
    /// <param name="sender">Its producer, closed hard when the task is given up.</param>
    /// <param name="offsetsTopic">Where its transactions write offsets; null where there are none.</param>
    /// <param name="ofTransaction">Makes an error of what Kafka refuses in a transaction; null where there are none.</param>
    public SourceOutput Open(
        SourceParts parts, IMessageSender sender, string? offsetsTopic = null, Func<KafkaClientException, Exception>? ofTransaction = null)
    {
        control.OnAbandoned(sender);
        var opened = parts.Opened;
        var encoder = new RecordEncoder(opened.Chain, opened.Converters, parts.Errors, parts.Pending, Topics(opened, offsetsTopic));
        return resources.Add(new SourceOutput(control, encoder, parts.Pending, sender, parts.Errors, opened.Clients.OutstandingBytesMax)
        {
            OfTransaction = ofTransaction,
        });
    }

    /// <summary>The topics that no record of a task may go to, with the reasons.</summary>
    internal static Dictionary<string, string> Forbidden(IReadOnlyDictionary<string, string?> config, string? offsetsTopic)
    {
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        if (DeadLetterSettings.From(config) is { } queue)
        {
            reasons[queue.Topic] = $"A record is for topic '{queue.Topic}', which is the connector's dead letter queue. Send it to another topic, or set 'errors.deadletterqueue.topic.name' to another one.";
        }

        if (offsetsTopic is not null)
        {
            reasons[offsetsTopic] = $"Source tasks may not produce to their own offsets topics when exactly-once support is enabled, but a record is for '{offsetsTopic}'. Send it to another topic, or give the connector another 'offsets.storage.topic'.";
        }

        return reasons;
    }

    private TopicCreator Topics(OpenedTask opened, string? offsetsTopic)
    {
        var groups = services.Worker.TopicCreationEnabled ? TopicGroups.Parse(opened.Config) : [];
        var admin = resources.Add(new KafkaTopicAdmin(
            opened.Clients, new(control, services.Time, services.Logs.CreateLogger<KafkaPatience>()), services.Time, services.Logs.CreateLogger<KafkaTopicAdmin>()));
        return new(groups, admin) { Forbidden = Forbidden(opened.Config, offsetsTopic) };
    }
}
