namespace OrleansConnect.Converters.Json;

/// <summary>Objects of the most frequent values, made once.</summary>
internal static class Boxes
{
    private const int Smallest = -128;
    private const int Count = 1152;

    private static readonly object[] Longs = [.. Enumerable.Range(Smallest, Count).Select(value => (object)(long)value)];
    private static readonly object[] Ints = [.. Enumerable.Range(Smallest, Count).Select(value => (object)value)];

    public static object True { get; } = true;

    public static object False { get; } = false;

    public static object Of(long value) => (ulong)(value - Smallest) < Count ? Longs[value - Smallest] : value;

    public static object Of(int value) => (uint)(value - Smallest) < Count ? Ints[value - Smallest] : value;
}
