using System.Collections;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>What source partitions and source offsets may hold, so that every reader of the offset topic can read them.</summary>
internal static class SourceEntryRules
{
    public static void Check(IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets)
    {
        foreach (var (partition, offset) in offsets)
        {
            Check(partition.Entries);
            Check(offset?.Entries ?? []);
        }
    }

    private static void Check(IReadOnlyList<KeyValuePair<string, object?>> entries)
    {
        foreach (var (name, value) in entries)
        {
            if (value is not (null or string or bool or sbyte or short or int or long or float or double or byte[]))
            {
                throw new DataException($"Offsets may only contain primitive types as values, but field {name} contains {TypeOf(value)}");
            }
        }
    }

    private static string TypeOf(object value) => value switch
    {
        Struct => "STRUCT",
        IDictionary => "MAP",
        IEnumerable => "ARRAY",
        _ => value.GetType().Name,
    };
}
