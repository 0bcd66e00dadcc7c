using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Admin;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Runtime.Tasks;
using OrleansConnect.Runtime.Validation;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>A connector's dead letter queue while one request works on it, over clients with the connector's own settings.</summary>
internal sealed class OpenedQueue : IDisposable
{
    private readonly TaskServices _services;
    private IReadOnlyDictionary<string, TopicDescription> _topics = new Dictionary<string, TopicDescription>();

    private OpenedQueue(TaskServices services, ConnectorInfo connector, DeadLetterSettings settings, IReadOnlyDictionary<string, string?> config, SecretMask mask)
    {
        _services = services;
        (Connector, Settings, Mask) = (connector, settings, mask);
        Clients = new(new TaskId(connector.Name, 0), services.Worker, config);
        Admin = new(Clients.Admin(), services.Time, services.Logs.CreateLogger<KafkaAdmin>());
        Reader = new(Clients.DeadLetterConsumer(), services.Time, services.Logs.CreateLogger<TopicReader>());
    }

    public ConnectorInfo Connector { get; }

    public string Name => Connector.Name;

    public string Topic => Settings.Topic;

    public string MarksTopic => LetterMarks.TopicOf(Settings.Topic);

    public DeadLetterSettings Settings { get; }

    public SecretMask Mask { get; }

    public TaskClients Clients { get; }

    public KafkaAdmin Admin { get; }

    public TopicReader Reader { get; }

    /// <summary>The queue's topic; null while there is none.</summary>
    public TopicDescription? Description => _topics.GetValueOrDefault(Topic);

    /// <summary>The connector's queue. That there is no connector, no queue or no valid setting is a <see cref="ConnectRequestException"/>.</summary>
    public static async Task<OpenedQueue> OpenAsync(TaskServices services, ConnectorInfo connector, CancellationToken cancellationToken)
    {
        if (connector.Kind == ConnectorKind.Unknown)
        {
            throw ConnectRequestException.Invalid(
                $"This worker does not know class '{connector.Config.GetValueOrDefault("connector.class")}' of connector '{connector.Name}'. Install the plugin, or ask a worker that has it.");
        }

        try
        {
            var found = await services.Variables.ResolveVariablesAsync(connector.Config, cancellationToken);
            var settings = DeadLetterSettings.From(found.Settings) ?? throw ConnectRequestException.Invalid(
                $"Connector '{connector.Name}' has no dead letter queue. Set 'errors.deadletterqueue.topic.name' to a topic, 'errors.deadletterqueue.context.headers.enable' to 'true' and 'errors.tolerance' to 'all'.");
            var queue = new OpenedQueue(services, connector, settings, found.Settings, new SecretMask(connector.Config, found));
            queue._topics = await queue.Admin.ListTopicsAsync(cancellationToken);
            return queue;
        }
        catch (ConfigException error)
        {
            throw ConnectRequestException.Invalid(error.Message);
        }
    }

    /// <summary>How many partitions a topic has; null when there is none.</summary>
    public int? PartitionsOf(string topic) => _topics.GetValueOrDefault(topic)?.Partitions;

    /// <summary>A producer that no other replay of the queue outlives.</summary>
    public ReplayTransactions Transactions() => new(Clients.ReplayProducer(Topic), Topic, _services.Logs.CreateLogger<ReplayTransactions>());

    /// <summary>Where the records of a topic begin and end.</summary>
    public async Task<IReadOnlyDictionary<int, (long From, long To)>> LogsAsync(string topic, CancellationToken cancellationToken)
    {
        TopicPartition[] partitions = [.. Enumerable.Range(0, PartitionsOf(topic) ?? 0).Select(partition => new TopicPartition(topic, partition))];
        var starts = await Admin.ListOffsetsAsync(partitions, LogPosition.Earliest, cancellationToken);
        var ends = await Admin.ListOffsetsAsync(partitions, LogPosition.Latest, cancellationToken);
        return partitions.ToDictionary(partition => partition.Partition, partition => (starts[partition], ends[partition]));
    }

    /// <summary>What was done with the letters so far.</summary>
    public async Task<LetterMarks> MarksAsync(CancellationToken cancellationToken)
    {
        var marks = new LetterMarks(MarksTopic);
        if (PartitionsOf(MarksTopic) is not null)
        {
            await foreach (var record in Reader.ReadAsync(MarksTopic, await LogsAsync(MarksTopic, cancellationToken), cancellationToken))
            {
                marks.Add(record);
            }
        }

        return marks;
    }

    /// <summary>Makes the topic of the marks where there is none.</summary>
    public async Task CreateMarksTopicAsync(CancellationToken cancellationToken)
    {
        if (PartitionsOf(MarksTopic) is null)
        {
            await Admin.CreateTopicAsync(
                new(MarksTopic)
                {
                    Partitions = 1,
                    ReplicationFactor = Settings.ReplicationFactor > 0 ? Settings.ReplicationFactor : null,
                    Configs = new Dictionary<string, string> { ["cleanup.policy"] = "compact" },
                },
                cancellationToken);
            _topics = await Admin.ListTopicsAsync(cancellationToken);
        }
    }

    public void Dispose() => Admin.Dispose();
}
