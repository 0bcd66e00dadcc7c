namespace OrleansConnect.Runtime.Preview;

/// <summary>A record with its serialized bytes.</summary>
/// <param name="Topic">Its topic.</param>
/// <param name="Partition">Its partition, or null.</param>
/// <param name="TimestampMs">Its timestamp in milliseconds since 1970, or null.</param>
/// <param name="Headers">Its headers, in order.</param>
/// <param name="Key">Its key; null for none.</param>
/// <param name="Value">Its value; null for none.</param>
public sealed record PreviewRecord(
    string Topic, int? Partition, long? TimestampMs, IReadOnlyList<KeyValuePair<string, byte[]?>> Headers, byte[]? Key, byte[]? Value);
