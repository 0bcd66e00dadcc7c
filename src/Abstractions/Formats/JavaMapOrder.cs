using System.Numerics;

namespace OrleansConnect.Abstractions.Formats;

/// <summary>
/// The order in which Java's <c>HashMap</c> and <c>HashSet</c> iterate over keys. Kafka Connect lists some settings in this order, and it decides which of several faulty fields a message is
/// about. See the specification of <c>String.hashCode</c> and of the map's table: https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/HashMap.html.
/// </summary>
internal static class JavaMapOrder
{
    private const int SmallestTable = 16;

    /// <summary>The keys of a map with that many entries, in its order; keys are given in the order in which they were put.</summary>
    public static IEnumerable<T> Sort<T>(IEnumerable<T> items, Func<T, string> keyOf, int count) =>
        // The table doubles once it is three quarters full.
        InTable(items, keyOf, ((count * 4L) + 2) / 3);

    /// <summary>The different texts of a list in the order of a set that was made of it.</summary>
    public static IEnumerable<string> SortSet(IEnumerable<string> texts)
    {
        var different = texts.Distinct().ToArray();
        return InTable(different, text => text, (different.Length * 4L / 3) + 1);
    }

    private static IEnumerable<T> InTable<T>(IEnumerable<T> items, Func<T, string> keyOf, long places)
    {
        var table = Math.Max(SmallestTable, (int)BitOperations.RoundUpToPowerOf2((uint)places));
        return items.OrderBy(item => Spread(HashCode(keyOf(item))) & (uint)(table - 1));
    }

    private static uint Spread(uint hash) => hash ^ (hash >> 16);

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
