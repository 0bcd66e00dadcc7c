using System.Diagnostics.CodeAnalysis;

namespace OrleansConnect.Kafka.Log;

/// <summary>
/// What a reader makes of the log. A proposal becomes a key's current entry if and only if its version is greater than the current one;
/// so the first proposal of a version wins, in every reader alike. It does not matter when a reader begins, nor what compaction has
/// removed by then, because writers remove only what no longer counts. Not safe for concurrent use.
/// </summary>
internal sealed class VersionedView(ForgettingRule rule, TimeProvider time)
{
    private readonly Dictionary<string, ViewEntry> _entries = [];
    private readonly Dictionary<EntryKey, long> _leftovers = [];

    /// <summary>Every key, with the memory of those deleted.</summary>
    public IReadOnlyDictionary<string, ViewEntry> Entries => _entries;

    public bool TryFind(string key, [NotNullWhen(true)] out ViewEntry? entry) => _entries.TryGetValue(key, out entry);

    /// <summary>The version on which a write must build.</summary>
    public long VersionOf(ViewEntry? entry) => entry is null || (!entry.IsInLog && Age(entry) >= rule.CountOnFor) ? 0 : entry.Version;

    /// <summary>Whether the key may not be written just now, because some writers may still count on its old version and some not.</summary>
    public bool IsBeingForgotten(string key) =>
        _entries.TryGetValue(key, out var entry) && !entry.IsInLog && Age(entry) >= rule.CountOnFor && Age(entry) < rule.CountOnFor + rule.Pause;

    public Verdict Apply(in EntryKey entryKey, byte[]? bytes, long offset, DateTimeOffset timestamp)
    {
        _entries.TryGetValue(entryKey.Key, out var current);
        if (bytes is null)
        {
            ApplyTombstone(entryKey, current, offset, timestamp);
            return default;
        }

        if (current is not { IsInLog: true } || entryKey.Version > current.Version)
        {
            _entries[entryKey.Key] = new ViewEntry(entryKey.Version, entryKey.Proposer, bytes, offset, timestamp);
            return new Verdict(true, AddLeftover(entryKey.Key, current));
        }

        if (entryKey.Version == current.Version && entryKey.Proposer == current.Proposer)
        {
            return default;
        }

        _leftovers.TryAdd(entryKey, time.GetTimestamp());
        return new Verdict(false, entryKey);
    }

    /// <summary>
    /// The records that someone should remove: leftovers whose writers have had <paramref name="leftoverAge"/> to do so, and deletions
    /// that are old enough, once nothing is left that could come to life without them. What is old enough is judged <paramref name="asOf"/> a moment since which the view has been brought to the end of the log.
    /// </summary>
    public List<EntryKey> FindRemovable(DateTimeOffset asOf, TimeSpan leftoverAge, int countMax)
    {
        var removable = new List<EntryKey>();
        var untidy = new HashSet<string>();
        foreach (var (entryKey, metAt) in _leftovers)
        {
            untidy.Add(entryKey.Key);
            if (removable.Count < countMax && time.GetElapsedTime(metAt) >= leftoverAge)
            {
                removable.Add(entryKey);
            }
        }

        foreach (var (key, entry) in _entries)
        {
            if (removable.Count < countMax && entry.IsDeletion && asOf - entry.Timestamp >= rule.DeletionRetention && !untidy.Contains(key))
            {
                removable.Add(new EntryKey(key, entry.Version, entry.Proposer));
            }
        }

        return removable;
    }

    /// <summary>Drops the memory of deletions that left the log so long ago that nobody counts on their versions.</summary>
    public void Forget()
    {
        foreach (var (key, entry) in _entries)
        {
            if (!entry.IsInLog && Age(entry) >= rule.CountOnFor + rule.Pause)
            {
                _entries.Remove(key);
            }
        }
    }

    private void ApplyTombstone(in EntryKey entryKey, ViewEntry? current, long offset, DateTimeOffset timestamp)
    {
        _leftovers.Remove(entryKey);
        var removesCurrent = entryKey.Version == current?.Version && entryKey.Proposer == current.Proposer;
        if (removesCurrent || current is null || (!current.IsInLog && entryKey.Version > current.Version))
        {
            _entries[entryKey.Key] = new ViewEntry(entryKey.Version, entryKey.Proposer, null, offset, timestamp);
        }
    }

    private TimeSpan Age(ViewEntry entry) => time.GetUtcNow() - entry.Timestamp;

    private EntryKey? AddLeftover(string key, ViewEntry? superseded)
    {
        if (superseded is not { IsInLog: true })
        {
            return null;
        }

        var entryKey = new EntryKey(key, superseded.Version, superseded.Proposer);
        _leftovers.TryAdd(entryKey, time.GetTimestamp());
        return entryKey;
    }
}
