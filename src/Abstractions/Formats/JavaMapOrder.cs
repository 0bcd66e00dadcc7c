using System.Numerics;
using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Abstractions.Formats;

/// <summary>
/// The order in which Java's <c>HashMap</c> and <c>HashSet</c> iterate over keys. Kafka Connect lists some settings in this order, and it decides which of several faulty fields a message is
/// about. See the specification of <c>String.hashCode</c> and of the map's table: https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/HashMap.html.
/// </summary>
internal static class JavaMapOrder
{
    private const int SmallestTable = 16;
    private const int SmallestTableOfTrees = 64;
    private const int ListMax = 8;

    // The only bits that Java's keys have for what is no number.
    private static readonly float JavaNaN = BitConverter.Int32BitsToSingle(0x7FC0_0000);
    private static readonly double JavaLongNaN = BitConverter.Int64BitsToDouble(0x7FF8_0000_0000_0000);

    /// <summary>The keys of a map with that many entries, in its order; keys are given in the order in which they were put.</summary>
    public static IEnumerable<T> Sort<T>(IEnumerable<T> items, Func<T, string> keyOf, int count) =>
        // The table doubles once it is three quarters full.
        InTable(items, item => HashCode(keyOf(item)), ((count * 4L) + 2) / 3);

    /// <summary>The different texts of a list in the order of a set that was made of it.</summary>
    public static IEnumerable<string> SortSet(IEnumerable<string> texts)
    {
        var different = texts.Distinct().ToArray();
        return InTable(different, HashCode, (different.Length * 4L / 3) + 1);
    }

    /// <summary>A map in the order of one into which its entries were put one by one.</summary>
    public static ConnectMap Sort(ConnectMap map)
    {
        var sorted = new ConnectMap(map.Count);
        foreach (var (key, value) in InTable(map, entry => HashCode(entry.Key), ((map.Count * 4L) + 2) / 3))
        {
            sorted[key] = value;
        }

        return sorted;
    }

    private static IEnumerable<T> InTable<T>(IEnumerable<T> items, Func<T, uint> hashOf, long places)
    {
        var hashes = items.Select(item => (Item: item, Hash: Spread(hashOf(item)))).ToArray();
        var table = Math.Max(SmallestTable, (int)BitOperations.RoundUpToPowerOf2((uint)places));
        while (table < SmallestTableOfTrees && hashes.CountBy(pair => pair.Hash & (uint)(table - 1)).Any(place => place.Value > ListMax))
        {
            // A small table doubles also when too many keys share a place.
            table *= 2;
        }

        return hashes.OrderBy(pair => pair.Hash & (uint)(table - 1)).Select(pair => pair.Item);
    }

    private static uint Spread(uint hash) => hash ^ (hash >> 16);

    // Of keys that are lists, maps or structs only that they are there counts.
    private static uint HashCode(object? key) => unchecked(key switch
    {
        string text => HashCode(text),
        bool flag => flag ? 1231u : 1237u,
        sbyte number => (uint)number,
        short number => (uint)number,
        int number => (uint)number,
        long number => Fold(number),
        float number => BitConverter.SingleToUInt32Bits(float.IsNaN(number) ? JavaNaN : number),
        double number => Fold(BitConverter.DoubleToInt64Bits(double.IsNaN(number) ? JavaLongNaN : number)),
        UtcInstant instant => Fold(instant.EpochMs),
        _ => 0u,
    });

    private static uint Fold(long bits) => unchecked((uint)(bits ^ (bits >>> 32)));

    private static uint HashCode(string text)
    {
        var hash = 0u;
        foreach (var character in text)
        {
            hash = unchecked((31 * hash) + character);
        }

        return hash;
    }
}
