using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sinks;

namespace OrleansConnect.Testing;

/// <summary>The context of a sink task in a harness: remembers what the task asks for.</summary>
internal sealed class SinkTaskMemory(HarnessOptions options, IReadOnlyDictionary<string, string> settings)
    : ISinkTaskContext, IErrantRecordReporter
{
    private readonly HashSet<TopicPartition> _assigned = [.. options.Partitions];
    private readonly HashSet<TopicPartition> _paused = [];
    private readonly List<ErrantRecord> _reported = [];
    private Dictionary<TopicPartition, long> _rewound = [];

    public MemoryLog Log { get; } = new();

    public IReadOnlyList<ErrantRecord> Reported => _reported;

    public IReadOnlySet<TopicPartition> Paused => _paused;

    public IReadOnlyDictionary<TopicPartition, long> Rewound => _rewound;

    public bool CommitIsRequested { get; set; }

    public string Connector => options.Connector;

    public int Task => options.Task;

    public IReadOnlyDictionary<string, string> Settings => settings;

    public TimeProvider Time => options.Time;

    public IReadOnlySet<TopicPartition> Assignment => _assigned;

    public IErrantRecordReporter? ErrantRecords => this;

    IPluginLog ITaskContext.Log => Log;

    public Dictionary<TopicPartition, long> TakeRewound()
    {
        var taken = _rewound;
        _rewound = [];
        return taken;
    }

    public void Assign(IReadOnlyCollection<TopicPartition> partitions) => _assigned.UnionWith(partitions);

    public void Unassign(TopicPartition partition) => _assigned.Remove(partition);

    public void Rewind(IReadOnlyDictionary<TopicPartition, long> offsets)
    {
        foreach (var (partition, offset) in offsets)
        {
            _rewound[partition] = offset;
        }
    }

    public void Timeout(TimeSpan delay)
    {
    }

    public void Pause(IReadOnlyCollection<TopicPartition> partitions) => _paused.UnionWith(partitions);

    public void Resume(IReadOnlyCollection<TopicPartition> partitions) => _paused.ExceptWith(partitions);

    public void RequestCommit() => CommitIsRequested = true;

    public Task ReportAsync(SinkRecord record, Exception error, CancellationToken cancellationToken)
    {
        lock (_reported)
        {
            _reported.Add(new(record, error));
        }

        return System.Threading.Tasks.Task.CompletedTask;
    }
}
