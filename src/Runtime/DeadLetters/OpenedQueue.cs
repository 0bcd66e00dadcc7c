using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Configuration;
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
    private readonly MarksTopic _marks;
    private IReadOnlyDictionary<string, TopicDescription> _topics = new Dictionary<string, TopicDescription>();

    private OpenedQueue(TaskServices services, ConnectorInfo connector, DeadLetterSettings settings, ResolvedConfig found, RequestLimit limit)
    {
        _services = services;
        (Connector, Settings, Config, Limit) = (connector, settings, found.Settings, limit);
        Mask = new(connector.Config, found);
        Clients = new(new TaskId(connector.Name, 0), services.Worker, found.Settings);
        Reader = new(Clients.DeadLetterConsumer(), services.Time, services.Logs.CreateLogger<TopicReader>());
        var admin = Clients.Admin();
        Admin = new(admin, services.Time, services.Logs.CreateLogger<KafkaAdmin>());
        _marks = new(settings, Admin, admin.BootstrapServers, services.Time);
    }

    public ConnectorInfo Connector { get; }

    public string Name => Connector.Name;

    public string Topic => Settings.Topic;

    public string MarksTopic => _marks.Name;

    public DeadLetterSettings Settings { get; }

    /// <summary>The connector's configuration with variables resolved.</summary>
    public IReadOnlyDictionary<string, string?> Config { get; }

    public SecretMask Mask { get; }

    public TaskClients Clients { get; }

    public KafkaAdmin Admin { get; }

    public TopicReader Reader { get; }

    /// <summary>How long the request may take.</summary>
    public RequestLimit Limit { get; }

    /// <summary>The queue's topic; null while there is none.</summary>
    public TopicDescription? Description => _topics.GetValueOrDefault(Topic);

    /// <summary>The connector's queue. That there is no connector, no queue or no valid setting is a <see cref="ConnectRequestException"/>.</summary>
    public static async Task<OpenedQueue> OpenAsync(TaskServices services, ConnectorInfo connector, RequestLimit limit, CancellationToken cancellationToken)
    {
        if (connector.Kind == ConnectorKind.Unknown)
        {
            throw ConnectRequestException.Invalid(
                $"This worker does not know class '{connector.Config.GetValueOrDefault("connector.class")}' of connector '{connector.Name}'. Install the plugin, or ask a worker that has it.");
        }

        var (mask, queue) = (default(SecretMask), default(OpenedQueue));
        try
        {
            var found = await services.Variables.ResolveVariablesAsync(connector.Config, cancellationToken);
            mask = new(connector.Config, found);
            var settings = DeadLetterSettings.From(found.Settings) ?? throw ConnectRequestException.Invalid(
                $"Connector '{connector.Name}' has no dead letter queue. Set 'errors.deadletterqueue.topic.name' to a topic, 'errors.deadletterqueue.context.headers.enable' to 'true' and 'errors.tolerance' to 'all'.");
            queue = new(services, connector, settings, found, limit);
            queue._topics = await queue.Admin.ListTopicsAsync(cancellationToken);
            return queue;
        }
        catch (Exception cause)
        {
            queue?.Dispose();
            if (cause is ConfigException)
            {
                throw ConnectRequestException.Invalid(mask?.Hide(cause.Message) ?? cause.Message);
            }

            throw;
        }
    }

    /// <summary>How many partitions a topic has; null when there is none.</summary>
    public int? PartitionsOf(string topic) => _topics.GetValueOrDefault(topic)?.Partitions;

    /// <summary>A producer that no other replay of the queue outlives.</summary>
    public ReplayTransactions Transactions() => new(Clients.ReplayProducer(Topic), Topic, _services.Logs.CreateLogger<ReplayTransactions>());

    /// <summary>Where the records of a topic begin and end.</summary>
    public async Task<IReadOnlyDictionary<int, Stretch>> LogsAsync(string topic, CancellationToken cancellationToken)
    {
        TopicPartition[] partitions = [.. Enumerable.Range(0, PartitionsOf(topic) ?? 0).Select(partition => new TopicPartition(topic, partition))];
        var starts = await Admin.ListOffsetsAsync(partitions, LogPosition.Earliest, cancellationToken);
        var ends = await Admin.ListOffsetsAsync(partitions, LogPosition.Latest, cancellationToken);
        return partitions.ToDictionary(partition => partition.Partition, partition => new Stretch(starts[partition], ends[partition]));
    }

    /// <summary>What was done with the letters, as far as it can be told now.</summary>
    public Task<LetterMarks> MarksAsync(CancellationToken cancellationToken) => ReadMarksAsync(isWhole: false, cancellationToken);

    /// <summary>What was done with the letters, for a replay: all of it or a <see cref="ConnectRequestException"/>.</summary>
    public Task<LetterMarks> AllMarksAsync(CancellationToken cancellationToken) => ReadMarksAsync(isWhole: true, cancellationToken);

    /// <summary>Refuses a topic of the marks that could not keep them; there may be none yet.</summary>
    public Task RequireMarksTopicAsync(CancellationToken cancellationToken) => _marks.RequireAsync(PartitionsOf(MarksTopic) is not null, cancellationToken);

    /// <summary>Makes the topic of the marks where there is none.</summary>
    public async Task EnsureMarksTopicAsync(CancellationToken cancellationToken)
    {
        await RequireMarksTopicAsync(cancellationToken);
        if (PartitionsOf(MarksTopic) is null)
        {
            _topics = await _marks.CreateAsync(cancellationToken);
        }
    }

    public void Dispose() => Admin.Dispose();

    private async Task<LetterMarks> ReadMarksAsync(bool isWhole, CancellationToken cancellationToken)
    {
        var marks = new LetterMarks(MarksTopic);
        if (PartitionsOf(MarksTopic) is not null)
        {
            var logs = await LogsAsync(MarksTopic, cancellationToken);
            var all = logs.ToDictionary(log => log.Key, IReadOnlyList<Stretch> (log) => [log.Value]);
            await foreach (var record in Reader.ReadAsync(MarksTopic, all, isWhole, cancellationToken))
            {
                marks.Add(record);
            }
        }

        return marks;
    }
}
