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
        InTable(items, item => HashCode(keyOf(item)), TableFor(((count * 4L) + 2) / 3));

    /// <summary>The different texts of a list in the order of a set that was made of it.</summary>
    public static IEnumerable<string> SortSet(IEnumerable<string> texts)
    {
        var different = texts.Distinct().ToArray();
        return InTable(different, HashCode, TableFor((different.Length * 4L / 3) + 1));
    }

    /// <summary>A map in the order of one into which its entries were put one by one.</summary>
    public static ConnectMap Sort(ConnectMap map)
    {
        if (map.Count < 2)
        {
            return map;
        }

        var sorted = new ConnectMap(map.Count);
        foreach (var (key, value) in InTable(map, entry => HashCode(entry.Key), SmallestTable))
        {
            sorted[key] = value;
        }

        return sorted;
    }

    private static int TableFor(long places) => Math.Max(SmallestTable, (int)BitOperations.RoundUpToPowerOf2((uint)places));

    private static IEnumerable<T> InTable<T>(IEnumerable<T> items, Func<T, uint> hashOf, int table)
    {
        var all = items.ToArray();
        var hashes = Array.ConvertAll(all, item => Spread(hashOf(item)));
        var last = (uint)Fill(hashes, table) - 1;
        return Enumerable.Range(0, all.Length).OrderBy(i => hashes[i] & last).Select(i => all[i]);
    }

    // The size of the table when all keys are in it. It doubles when it is three quarters full; while it is small, also with each key for which a place has eight already.
    private static int Fill(ReadOnlySpan<uint> hashes, int table)
    {
        for (var count = 0; count < hashes.Length; count++)
        {
            if (count >= ListMax && table < SmallestTableOfTrees && Neighbours(hashes[..count], hashes[count], table) >= ListMax)
            {
                table *= 2;
            }

            if (count + 1 > table / 4 * 3)
            {
                table *= 2;
            }
        }

        return table;
    }

    private static int Neighbours(ReadOnlySpan<uint> before, uint hash, int table)
    {
        var count = 0;
        foreach (var other in before)
        {
            count += ((other ^ hash) & (uint)(table - 1)) == 0 ? 1 : 0;
        }

        return count;
    }

    private static uint Spread(uint hash) => hash ^ (hash >> 16);

    // Of keys that are maps, structs or bytes only that they are there counts.
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
        BigDecimal number => (31 * HashCode(number.Unscaled)) + (uint)number.Scale,
        IReadOnlyList<object?> list => list.Aggregate(1u, (hash, element) => (31 * hash) + HashCode(element)),
        _ => 0u,
    });

    private static uint HashCode(BigInteger number)
    {
        var bytes = BigInteger.Abs(number).ToByteArray(isUnsigned: true, isBigEndian: true);
        var (hash, word) = (0u, 0u);
        for (var i = 0; i < bytes.Length; i++)
        {
            word = (word << 8) | bytes[i];
            if ((bytes.Length - i - 1) % sizeof(uint) == 0)
            {
                (hash, word) = (unchecked((31 * hash) + word), 0);
            }
        }

        return number.Sign < 0 ? unchecked(0 - hash) : hash;
    }

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
