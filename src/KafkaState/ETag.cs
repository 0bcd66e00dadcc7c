using System.Globalization;

namespace OrleansConnect.KafkaState;

/// <summary>An entity tag is the version of the entry in the log.</summary>
internal static class ETag
{
    public static string Of(long version) => version.ToString(CultureInfo.InvariantCulture);

    /// <summary>The version, or -1, which no entry has, for a tag that is not ours.</summary>
    public static long ToVersion(string? etag) =>
        long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : -1;
}
