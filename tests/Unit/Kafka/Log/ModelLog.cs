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
    private long _end;

    public IReadOnlyList<Record> Records => _records;

    public void Append(in EntryKey entryKey, byte[]? bytes, string? builtOn)
    {
        var before = Live(_truth, entryKey.Key);
        var record = new Record(_end++, entryKey, bytes, time.GetUtcNow());
        _records.Add(record);
        if (record.ApplyTo(_truth).Accepted && before != builtOn)
        {
            throw new InvalidOperationException($"{entryKey} was accepted over '{before}', but was built on '{builtOn}'.");
        }
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
        var end = count > 0 && count < _records.Count ? _records[count].Offset : count > 0 ? _end : 0;
        _records.RemoveAll(record => record.Offset < end
            && (last[record.Key] != record.Offset || (record.Bytes is null && record.Timestamp < horizon)));
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
