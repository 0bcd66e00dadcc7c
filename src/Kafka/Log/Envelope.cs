namespace OrleansConnect.Kafka.Log;

/// <summary>A record's value: one byte that names the format, one that says value or deletion, then the value itself.</summary>
internal static class Envelope
{
    public const int HeaderBytes = 2;
    private const byte Format = 1;
    private const byte ValueFollows = 0;
    private const byte IsDeletion = 1;

    public static byte[] Wrap(ReadOnlySpan<byte> value)
    {
        var bytes = new byte[HeaderBytes + value.Length];
        bytes[0] = Format;
        bytes[1] = ValueFollows;
        value.CopyTo(bytes.AsSpan(HeaderBytes));
        return bytes;
    }

    public static byte[] Deletion() => [Format, IsDeletion];

    public static bool IsDeleted(byte[] bytes) => bytes is [Format, IsDeletion, ..];

    public static ReadOnlyMemory<byte> Unwrap(byte[] bytes) => bytes.AsMemory(HeaderBytes);

    /// <summary>What is wrong with the bytes, or null if they can be read.</summary>
    public static string? FindProblem(byte[] bytes) => bytes switch
    {
        [Format, ValueFollows or IsDeletion, ..] => null,
        [> Format, ..] => $"it has format {bytes[0]}, written by a newer version of this software; this one reads format {Format}",
        _ => "it is not an entry at all",
    };
}
