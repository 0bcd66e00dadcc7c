using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sinks;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>What a sink task is offered. Its wishes are kept until the runner's loop takes them.</summary>
internal sealed class SinkTaskContext(SourceTaskContext common, SinkPositions positions, ISinkInput input, IErrantRecordReporter? errantRecords, WakeSignal wake)
    : ISinkTaskContext
{
    private readonly HashSet<TopicPartition> _paused = [];
    private Dictionary<TopicPartition, long> _rewinds = [];
    private TimeSpan? _timeout;
    private int _isCommitWanted;

    public string Connector => common.Connector;

    public int Task => common.Task;

    public IReadOnlyDictionary<string, string> Settings => common.Settings;

    public IPluginLog Log => common.Log;

    public TimeProvider Time => common.Time;

    public IReadOnlySet<TopicPartition> Assignment => positions.Partitions.ToHashSet();

    public IErrantRecordReporter? ErrantRecords => errantRecords;

    public bool HasRewinds => _rewinds.Count > 0;

    /// <summary>Where the task wants to be given records from, as far as the loop has not taken it.</summary>
    public IReadOnlyDictionary<TopicPartition, long> Rewinds => _rewinds;

    /// <summary>The partitions of which no records are wanted.</summary>
    public IReadOnlyCollection<TopicPartition> Paused => _paused;

    public void Rewind(IReadOnlyDictionary<TopicPartition, long> offsets)
    {
        foreach (var (partition, offset) in offsets)
        {
            _rewinds[partition] = offset;
        }
    }

    public void Timeout(TimeSpan delay) => _timeout = delay;

    public void Pause(IReadOnlyCollection<TopicPartition> partitions)
    {
        CheckAssigned(partitions, "pause");
        input.Pause(partitions);
        _paused.UnionWith(partitions);
    }

    public void Resume(IReadOnlyCollection<TopicPartition> partitions)
    {
        CheckAssigned(partitions, "resume");
        input.Resume(partitions);
        _paused.ExceptWith(partitions);
    }

    public void RequestCommit()
    {
        Interlocked.Exchange(ref _isCommitWanted, 1);
        wake.Wake();
    }

    /// <summary>What was wanted of partitions that left is of no interest any more.</summary>
    public void Forget(IReadOnlyCollection<TopicPartition> partitions)
    {
        _paused.ExceptWith(partitions);
        foreach (var partition in partitions)
        {
            _rewinds.Remove(partition);
        }
    }

    public Dictionary<TopicPartition, long> TakeRewinds()
    {
        (var rewinds, _rewinds) = (_rewinds, []);
        return rewinds;
    }

    /// <summary>The rewinds of those partitions only.</summary>
    public Dictionary<TopicPartition, long> TakeRewinds(IReadOnlyCollection<TopicPartition> partitions)
    {
        var taken = new Dictionary<TopicPartition, long>();
        foreach (var partition in partitions)
        {
            if (_rewinds.Remove(partition, out var offset))
            {
                taken[partition] = offset;
            }
        }

        return taken;
    }

    public TimeSpan? TakeTimeout()
    {
        (var timeout, _timeout) = (_timeout, null);
        return timeout;
    }

    public bool TakeCommitRequest() => Interlocked.Exchange(ref _isCommitWanted, 0) != 0;

    private void CheckAssigned(IReadOnlyCollection<TopicPartition> partitions, string verb)
    {
        foreach (var partition in partitions)
        {
            if (!positions.Contains(partition))
            {
                throw new IllegalWorkerStateException($"SinkTasks may not {verb} partitions that are not currently assigned to them: '{partition}'.");
            }
        }
    }
}
