using System.Globalization;

namespace OrleansConnect.Tests.Integration.KafkaState;

/// <summary>What the counter programs wrote down, all of them together.</summary>
internal sealed class CounterJournal
{
    private readonly List<Entry> _entries = [];

    private CounterJournal(IEnumerable<Entry> entries) => _entries.AddRange(entries);

    public int AcknowledgedCount => _entries.Count(entry => entry.IsAcknowledged);

    /// <summary>Reads every journal in a folder; a last line that its writer died over is left out.</summary>
    public static CounterJournal Read(string folder) => new(Directory.EnumerateFiles(folder).SelectMany(ReadLines).Select(Entry.Parse));

    /// <summary>
    /// What is wrong, line by line: a version acknowledged twice; two readers that saw different values at one version, or one that nobody
    /// proposed; and a version that was acknowledged and is not in the history that led to what the log holds now.
    /// </summary>
    public IEnumerable<string> FindProblems(Func<string, (long Version, string Value)> final)
    {
        foreach (var key in _entries.GroupBy(entry => entry.Key))
        {
            var (lastVersion, lastValue) = final(key.Key);
            var states = key.GroupBy(entry => entry.Version - 1).ToDictionary(seen => seen.Key, seen => seen.Select(entry => entry.Replaced).Distinct().ToList());
            states[lastVersion] = [.. states.GetValueOrDefault(lastVersion, []).Append(lastValue).Distinct()];
            var proposed = key.GroupBy(entry => entry.Version).ToDictionary(group => group.Key, group => group.ToList());
            foreach (var problem in FindProblems(lastVersion, states, proposed))
            {
                yield return $"'{key.Key}': {problem}";
            }
        }
    }

    private static IEnumerable<string> FindProblems(long lastVersion, Dictionary<long, List<string>> states, Dictionary<long, List<Entry>> proposed)
    {
        foreach (var (version, values) in states)
        {
            if (values.Count > 1)
            {
                yield return $"version {version} was seen as {string.Join(" and as ", values)}";
            }

            if (version > 0 && !proposed.GetValueOrDefault(version, []).Exists(entry => values.Contains(entry.Value)))
            {
                yield return $"version {version} was seen as {values[0]}, which nobody proposed";
            }
        }

        foreach (var (version, entries) in proposed)
        {
            var acknowledged = entries.Where(entry => entry.IsAcknowledged).Select(entry => entry.Value).ToList();
            if (acknowledged.Count > 1)
            {
                yield return $"version {version} was given out {acknowledged.Count} times: {string.Join(", ", acknowledged)}";
            }

            if (acknowledged.Count > 0 && version > lastVersion)
            {
                yield return $"version {version} was acknowledged, but the log ends at {lastVersion}";
            }

            if (acknowledged.Count > 0 && states.TryGetValue(version, out var values) && values[0] != acknowledged[0])
            {
                yield return $"version {version} was acknowledged as {acknowledged[0]}, but seen as {values[0]}";
            }
        }
    }

    private static IEnumerable<string> ReadLines(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private sealed record Entry(bool IsAcknowledged, string Key, long Version, string Value, string Replaced)
    {
        public static Entry Parse(string line)
        {
            var parts = line.Split(' ');
            return new(parts[0] == "ack", parts[1], long.Parse(parts[2], CultureInfo.InvariantCulture), parts[3], parts[4]);
        }
    }
}
