using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Abstractions.Sources;

/// <summary>What source partitions and source offsets share: short lists of named primitive values.</summary>
internal static class SourceEntries
{
    public static object? Find(IReadOnlyList<KeyValuePair<string, object?>> entries, string key)
    {
        foreach (var entry in entries)
        {
            if (entry.Key == key)
            {
                return entry.Value;
            }
        }

        return null;
    }

    public static bool Same(IReadOnlyList<KeyValuePair<string, object?>> one, IReadOnlyList<KeyValuePair<string, object?>> other)
    {
        if (one.Count != other.Count)
        {
            return false;
        }

        foreach (var (key, value) in one)
        {
            if (!other.Any(entry => entry.Key == key && Values.ContentEquals(entry.Value, value)))
            {
                return false;
            }
        }

        return true;
    }

    public static string Text(IReadOnlyList<KeyValuePair<string, object?>> entries) =>
        $"{{{string.Join(", ", entries.Select(entry => $"{entry.Key}={JavaText.Of(entry.Value)}"))}}}";
}
