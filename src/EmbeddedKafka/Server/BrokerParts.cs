using Microsoft.Extensions.Logging;
using OrleansConnect.EmbeddedKafka.Groups;
using OrleansConnect.EmbeddedKafka.Log;
using OrleansConnect.EmbeddedKafka.Topics;
using OrleansConnect.EmbeddedKafka.Transactions;

namespace OrleansConnect.EmbeddedKafka.Server;

/// <summary>The broker's parts, opened from its folder.</summary>
internal sealed class BrokerParts : IDisposable
{
    private const int MetadataSegmentBytes = 16 * 1024 * 1024;

    /// <summary>Smaller than Kafka's: every start reads these logs whole, and only closed segments are compacted.</summary>
    private const string InternalSegmentBytes = "16777216";
    private readonly StateLog _metadata;

    public BrokerParts(DataDirectory directory, BrokerConfig config, string host, ILoggerFactory loggers, TimeProvider time)
    {
        (Config, Time, Loggers) = (config, time, loggers);
        Cluster = new ClusterInfo(directory.ClusterId, config.Int("node.id"), host);
        var logger = loggers.CreateLogger<PartitionLog>();
        var settings = new LogSettings { SegmentBytes = MetadataSegmentBytes, IsCompacted = true };
        _metadata = new StateLog(LogFiles.Open(Path.Combine(directory.Path, "metadata"), settings, TimeSpan.MaxValue, time, logger), time);
        Topics = new TopicRegistry(directory.Path, config, new TopicStore(_metadata), time, logger);
        ProducerIds = new ProducerIds(_metadata);
        Transactions = new TransactionCoordinator(
            new TransactionStore(new StateLog(InternalTopic(Topic.Transactions), time)), Topics.Find, ProducerIds, time, loggers.CreateLogger<TransactionCoordinator>());
        Groups = new GroupCoordinator(new GroupStore(new StateLog(InternalTopic(Topic.Offsets), time)), config, time, loggers.CreateLogger<GroupCoordinator>());
        Topics.Deleted += Groups.RemoveTopic;
        Transactions.Completed += (producerId, isCommit, topic) =>
        {
            if (topic == Topic.Offsets)
            {
                Groups.Complete(producerId, isCommit);
            }
        };
        Transactions.Load();
    }

    public GroupCoordinator Groups { get; }

    public BrokerConfig Config { get; }

    public TimeProvider Time { get; }

    public ILoggerFactory Loggers { get; }

    public ClusterInfo Cluster { get; }

    public TopicRegistry Topics { get; }

    public ProducerIds ProducerIds { get; }

    public TransactionCoordinator Transactions { get; }

    public IEnumerable<PartitionLog> Logs => Topics.Logs.Append(_metadata.Log);

    public void Dispose()
    {
        Topics.Dispose();
        _metadata.Log.Dispose();
    }

    /// <summary>One node needs but one partition of its internal topics.</summary>
    private PartitionLog InternalTopic(string name) => Topics.GetOrCreate(name, 1, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["cleanup.policy"] = "compact",
        ["compression.type"] = "producer",
        ["segment.bytes"] = InternalSegmentBytes,
    }, out _).Partitions[0];
}
