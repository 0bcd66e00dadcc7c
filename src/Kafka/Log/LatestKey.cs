using System.Text;

namespace OrleansConnect.Kafka.Log;

/// <summary>The record key of a value of which simply the last one counts, <c>KEY/latest</c>.</summary>
internal static class LatestKey
{
    public static byte[] ToBytes(string key) => Encoding.UTF8.GetBytes(key + "/latest");

    public static bool TryParse(ReadOnlySpan<byte> bytes, out string key)
    {
        var suffix = "/latest"u8;
        var matches = bytes.Length > suffix.Length && bytes.EndsWith(suffix);
        key = matches ? Encoding.UTF8.GetString(bytes[..^suffix.Length]) : "";
        return matches;
    }
}
