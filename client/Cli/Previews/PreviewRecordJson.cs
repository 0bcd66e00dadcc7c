using OrleansConnect.Client;

namespace OrleansConnect.Cli.Previews;

/// <summary>A record for scripts; bytes that are no text begin with <c>base64:</c>.</summary>
internal sealed record PreviewRecordJson(string Topic, int? Partition, long? Timestamp, string? Key, string? Value, IReadOnlyDictionary<string, string?>? Headers)
{
    public static PreviewRecordJson Of(PreviewRecord record) => new(
        record.Topic,
        record.Partition,
        record.TimestampMs,
        TextOf(record.Key),
        TextOf(record.Value),
        record.Headers.Count == 0 ? null : record.Headers.DistinctBy(header => header.Key).ToDictionary(header => header.Key, header => TextOf(header.Value)));

    private static string? TextOf(ReadOnlyMemory<byte>? bytes) => bytes is null ? null : PreviewText.Bytes(bytes);
}
