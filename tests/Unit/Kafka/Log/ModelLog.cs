using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Kafka.Log;

namespace OrleansConnect.Tests.Unit.Kafka.Log;

/// <summary>
/// A compacted topic in memory, and the one reader that was there all along, whose view is the truth. It checks, at every append, that
/// an accepted proposal built on what the key really held.
/// </summary>
internal sealed class ModelLog(ForgettingRule rule, FakeTimeProvider time)
{
    private readonly List<Record> _records = [];
    private readonly VersionedView _truth = new(rule, time);
    private readonly HashSet<EntryKey> _accepted = [];
    private readonly Dictionary<string, List<(long Offset, string? Current)>> _history = [];

    public IReadOnlyList<Record> Records => _records;

    /// <summary>The offset of the next record.</summary>
    public long End { get; private set; }

    public bool WasAccepted(in EntryKey entryKey) => _accepted.Contains(entryKey);

    public void Append(in EntryKey entryKey, byte[]? bytes, string? builtOn)
    {
        var before = Live(_truth, entryKey.Key);
        var record = new Record(End++, entryKey, bytes, time.GetUtcNow());
        _records.Add(record);
        var isAccepted = record.ApplyTo(_truth).Accepted;
        if (isAccepted && before != builtOn)
        {
            throw new InvalidOperationException($"{entryKey} was accepted over '{before}', but was built on '{builtOn}'.");
        }

        if (isAccepted)
        {
            _accepted.Add(entryKey);
        }

        if (!_history.TryGetValue(entryKey.Key, out var history))
        {
            _history[entryKey.Key] = history = [];
        }

        history.Add((record.Offset, Live(_truth, entryKey.Key)));
    }

    /// <summary>Keeps the last record of each key up to a point, and drops tombstones that have been there long enough.</summary>
    public void Compact(int count)
    {
        var last = new Dictionary<EntryKey, long>();
        for (var i = 0; i < count; i++)
        {
            last[_records[i].Key] = _records[i].Offset;
        }

        var horizon = time.GetUtcNow() - rule.DeletionRetention;
        var end = count > 0 && count < _records.Count ? _records[count].Offset : count > 0 ? End : 0;
        _records.RemoveAll(record => record.Offset < end
            && (last[record.Key] != record.Offset || (record.Bytes is null && record.Timestamp < horizon)));
    }

    /// <summary>A reader that was told that it has read everything before an offset sees what was true there.</summary>
    public void CheckReader(VersionedView view, long next)
    {
        foreach (var (key, history) in _history)
        {
            var truth = history.LastOrDefault(moment => moment.Offset < next).Current;
            if (Live(view, key) != truth)
            {
                throw new InvalidOperationException($"'{key}' was read as '{Live(view, key)}' before offset {next}, but was '{truth}' in truth.");
            }
        }
    }

    /// <summary>A reader that begins now sees what the one sees that was there all along.</summary>
    public void CheckFreshReader()
    {
        var fresh = new VersionedView(rule, time);
        foreach (var record in _records)
        {
            record.ApplyTo(fresh);
        }

        foreach (var key in fresh.Entries.Keys.Concat(_truth.Entries.Keys))
        {
            if (Current(fresh, key) != Current(_truth, key))
            {
                throw new InvalidOperationException($"'{key}' is '{Current(fresh, key)}' to a fresh reader, but '{Current(_truth, key)}' in truth.");
            }
        }

        _truth.Forget();
    }

    /// <summary>The record that is a key's current entry, or null; a deletion that has left the log is none.</summary>
    public static string? Current(VersionedView view, string key) =>
        view.TryFind(key, out var entry) && entry.IsInLog ? new EntryKey(key, entry.Version, entry.Proposer).ToString() : null;

    /// <summary>The record that gives a key its value, or null when it has none.</summary>
    public static string? Live(VersionedView view, string key) =>
        view.TryFind(key, out var entry) && !entry.IsDeletion ? Current(view, key) : null;

    internal sealed record Record(long Offset, EntryKey Key, byte[]? Bytes, DateTimeOffset Timestamp)
    {
        public Verdict ApplyTo(VersionedView view) => view.Apply(Key, Bytes, Offset, Timestamp);
    }
}
