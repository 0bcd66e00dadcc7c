using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using OrleansConnect.Kafka.Clients;

namespace OrleansConnect.Kafka.Log;

/// <summary>The log's content in memory, fed by the tail's thread and asked by everyone: the view, the latest values, the proposals under way.</summary>
internal sealed partial class LogState(TopicFacts topic, LogProducer producer, VersionedView view, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly LatestValues _latest = new();
    private readonly AsyncPulse _entries = new();
    private readonly Dictionary<ulong, Proposal> _proposals = [];
    private readonly ulong _process = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private readonly long[] _next = new long[topic.Partitions];
    private ulong _sequence;

    /// <summary>Completes when another entry has been met.</summary>
    public Task NextEntry() => _entries.Next();

    public EntryKey NextEntryKey(string key, long version) => new(key, version, new Proposer(_process, Interlocked.Increment(ref _sequence)));

    public Proposal Register(in EntryKey entryKey)
    {
        var proposal = new Proposal(entryKey, KeyPartition.Of(entryKey.Key, topic.Partitions), topic.Name);
        lock (_gate)
        {
            _proposals.Add(entryKey.Proposer.Sequence, proposal);
        }

        return proposal;
    }

    public void Unregister(in EntryKey entryKey)
    {
        lock (_gate)
        {
            _proposals.Remove(entryKey.Proposer.Sequence);
        }
    }

    public VersionedValue Find(string key)
    {
        ViewEntry? entry;
        lock (_gate)
        {
            view.TryFind(key, out entry);
        }

        return ToValue(key, entry);
    }

    /// <summary>Says where the entry of a key lies whose value could not be made sense of.</summary>
    public EntryUnreadableException Unreadable(string key, Exception cause)
    {
        lock (_gate)
        {
            view.TryFind(key, out var entry);
            return Unreadable(key, entry?.Offset ?? -1, cause.Message.TrimEnd('.'), cause);
        }
    }

    public List<KeyValuePair<string, VersionedValue>> Scan(string prefix)
    {
        List<KeyValuePair<string, ViewEntry>> found = [];
        lock (_gate)
        {
            foreach (var pair in view.Entries)
            {
                if (pair.Key.StartsWith(prefix, StringComparison.Ordinal) && pair.Value is { IsInLog: true, IsDeletion: false })
                {
                    found.Add(pair);
                }
            }
        }

        return found.ConvertAll(pair => KeyValuePair.Create(pair.Key, ToValue(pair.Key, pair.Value)));
    }

    public IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanLatest(string prefix) => _latest.Scan(prefix);

    public void Apply(TailRecord record)
    {
        DoubtAfterHole(record);
        if (EntryKey.TryParse(record.Key, out var entryKey))
        {
            CheckPartition(entryKey.Key, record);
            WarnIfUnreadable(entryKey.Key, record);
            ApplyEntry(entryKey, record);
            _entries.Fire();
        }
        else if (LatestKey.TryParse(record.Key, out var key))
        {
            CheckPartition(key, record);
            WarnIfUnreadable(key, record);
            _latest.Apply(key, record.Value);
        }
        else
        {
            LogForeign(topic.Name, record.Partition, record.Offset, Encoding.UTF8.GetString(record.Key ?? []));
        }
    }

    public bool IsBeingForgotten(string key)
    {
        lock (_gate)
        {
            return view.IsBeingForgotten(key);
        }
    }

    public void Sweep(DateTimeOffset asOf, TimeSpan leftoverAge, int countMax)
    {
        List<EntryKey> removable;
        lock (_gate)
        {
            removable = view.FindRemovable(asOf, leftoverAge, countMax);
            view.Forget();
        }

        removable.ForEach(entryKey => producer.SendTombstone(entryKey));
        if (removable.Count > 0)
        {
            LogSwept(topic.Name, removable.Count);
        }
    }

    // Compaction that overtook the tail may have removed the proposal of the same version that came before ours and won.
    private void DoubtAfterHole(in TailRecord record)
    {
        var isHole = record.Offset > _next[record.Partition];
        _next[record.Partition] = record.Offset + 1;
        if (!isHole)
        {
            return;
        }

        lock (_gate)
        {
            foreach (var proposal in _proposals.Values)
            {
                proposal.Doubt(record.Partition);
            }
        }
    }

    private void ApplyEntry(in EntryKey entryKey, in TailRecord record)
    {
        Verdict verdict;
        Proposal? proposal = null;
        ViewEntry? current;
        var isOurs = record.Value is not null && entryKey.Proposer.Process == _process;
        lock (_gate)
        {
            verdict = view.Apply(entryKey, record.Value, record.Offset, record.Timestamp);
            view.TryFind(entryKey.Key, out current);
            if (isOurs)
            {
                _proposals.Remove(entryKey.Proposer.Sequence, out proposal);
            }
        }

        proposal?.Met(new WriteResult(verdict.Accepted, ToResult(current)));
        if (isOurs && verdict.Leftover is { } leftover)
        {
            producer.SendTombstone(leftover);
        }
    }

    private void CheckPartition(string key, in TailRecord record)
    {
        var expected = KeyPartition.Of(key, topic.Partitions);
        if (record.Partition != expected)
        {
            throw new TopicUnusableException(
                $"Entry '{key}' lies in partition {record.Partition} of topic '{topic.Name}' at offset {record.Offset}, but belongs in partition {expected} of " +
                $"{topic.Partitions}: partitions were added after entries had been written. Copy the entries into a new topic with that many partitions.");
        }
    }

    private void WarnIfUnreadable(string key, in TailRecord record)
    {
        if (record.Value is { } bytes && Envelope.FindProblem(bytes) is { } problem)
        {
            LogUnreadable(topic.Name, record.Partition, record.Offset, key, problem);
        }
    }

    private VersionedValue ToValue(string key, ViewEntry? entry)
    {
        if (entry?.Bytes is { } bytes && Envelope.FindProblem(bytes) is { } problem)
        {
            throw Unreadable(key, entry.Offset, problem, null);
        }

        return ToResult(entry);
    }

    private EntryUnreadableException Unreadable(string key, long offset, string problem, Exception? cause) => new(
        $"The entry of '{key}' in partition {KeyPartition.Of(key, topic.Partitions)} of topic '{topic.Name}' at offset {offset} cannot be read: " +
        $"{problem}. Update this software, or remove the entry.",
        cause);

    private VersionedValue ToResult(ViewEntry? entry) => new(
        view.VersionOf(entry), entry is { Bytes: { } bytes, IsDeletion: false } ? Envelope.Unwrap(bytes) : default(ReadOnlyMemory<byte>?));

    [LoggerMessage(LogLevel.Error, "The entry of '{Key}' in topic '{Topic}', partition {Partition}, offset {Offset} cannot be read: {Problem}.")]
    private partial void LogUnreadable(string topic, int partition, long offset, string key, string problem);

    [LoggerMessage(LogLevel.Error, "The record with key '{Key}' in topic '{Topic}', partition {Partition}, offset {Offset} is not an entry and is left alone.")]
    private partial void LogForeign(string topic, int partition, long offset, string key);

    [LoggerMessage(LogLevel.Debug, "Removed {Count} records from topic '{Topic}' that no longer count.")]
    private partial void LogSwept(string topic, int count);
}
