using System.Numerics;

namespace OrleansConnect.Runtime.Validation;

/// <summary>
/// The order in which a Java <c>HashMap</c> iterates over keys. Kafka Connect lists some settings in this order, and clients compare answers.
/// See the specification of <c>String.hashCode</c> and of the map's table: https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/HashMap.html.
/// </summary>
internal static class JavaMapOrder
{
    private const int SmallestTable = 16;

    /// <summary>The keys of a map with that many entries, in its order; keys are given in the order in which they were put.</summary>
    public static IEnumerable<T> Sort<T>(IEnumerable<T> items, Func<T, string> keyOf, int count)
    {
        // The table doubles once it is three quarters full.
        var table = Math.Max(SmallestTable, (int)BitOperations.RoundUpToPowerOf2((uint)((count * 4L + 2) / 3)));
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
