using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Previews;

/// <summary>A record for scripts as <c>POST /preview</c> writes it: bytes are texts where they are UTF-8, and <c>{"base64": "…"}</c> where they are not. Nothing of it is left out.</summary>
internal sealed record PreviewRecordJson(
    string Topic,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? Partition,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? Timestamp,
    IReadOnlyList<PreviewHeaderJson> Headers,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] JsonNode? Key,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] JsonNode? Value)
{
    public static PreviewRecordJson Of(PreviewRecord record) => new(
        record.Topic,
        record.Partition,
        record.TimestampMs,
        [.. record.Headers.Select(header => new PreviewHeaderJson(header.Key, Bytes(header.Value)))],
        Bytes(record.Key),
        Bytes(record.Value));

    private static JsonNode? Bytes(ReadOnlyMemory<byte>? bytes) => bytes is not { } known ? null
        : Utf8.IsValid(known.Span) ? JsonValue.Create(Encoding.UTF8.GetString(known.Span))
        : new JsonObject { ["base64"] = Convert.ToBase64String(known.Span) };
}
