using System.Numerics;

namespace OrleansConnect.Transforms;

/// <summary>
/// The order in which a Java set of texts goes through them. It decides which of several faulty fields a message is about.
/// </summary>
internal static class JavaHashOrder
{
    private const int CapacityMin = 16;

    /// <summary>The different texts in that order.</summary>
    public static string[] Of(IEnumerable<string> texts)
    {
        var different = texts.Distinct().ToArray();
        var capacity = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(CapacityMin, (different.Length * 4 / 3) + 1));
        return [.. different.OrderBy(text => BucketOf(text, capacity))];
    }

    private static int BucketOf(string text, int capacity)
    {
        var hash = 0u;
        foreach (var unit in text)
        {
            hash = unchecked((hash * 31) + unit);
        }

        return (int)((hash ^ (hash >> 16)) & (uint)(capacity - 1));
    }
}
