using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Kafka.Producing;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Makes a task's dead letter queue, and its topic when there is none: of one partition, as Kafka Connect's.</summary>
internal sealed class DeadLetterOpener(TaskServices services, TaskControl control, TaskResources resources)
{
    /// <summary>The queue; null when the connector has none.</summary>
    /// <param name="config">The connector's configuration.</param>
    /// <param name="clients">The settings of its clients.</param>
    /// <param name="render">What a record looks like in the queue.</param>
    public async Task<DeadLetterQueue?> OpenAsync(
        IReadOnlyDictionary<string, string?> config, TaskClients clients, Func<FailedOperation, DeadLetter> render)
    {
        if (DeadLetterSettings.From(config) is not { } settings)
        {
            return null;
        }

        await CreateTopicAsync(settings, clients);
        var queue = resources.Add(new DeadLetterQueue(
            control, settings, render, listener => new RecordProducer(clients.DeadLetterProducer(), listener, services.Logs.CreateLogger<DeadLetterQueue>())));
        control.OnAbandoned(queue);
        return queue;
    }

    private async Task CreateTopicAsync(DeadLetterSettings settings, TaskClients clients)
    {
        var patience = new KafkaPatience(control, services.Time, services.Logs.CreateLogger<KafkaPatience>());
        using var admin = new KafkaTopicAdmin(clients, patience, services.Time, services.Logs.CreateLogger<KafkaTopicAdmin>());
        try
        {
            if (!await admin.ExistsAsync(settings.Topic, control.Stopping.Own))
            {
                await admin.CreateAsync(settings.Topic, new([], [], 1, settings.ReplicationFactor, new Dictionary<string, string>()), control.Stopping.Own);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new ConnectException($"Could not initialize dead letter queue with topic={settings.Topic}", error);
        }
    }
}
