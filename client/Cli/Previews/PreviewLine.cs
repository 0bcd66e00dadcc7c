using System.Text;
using System.Text.Json;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Previews;

/// <summary>
/// Reads sample records, a JSON object a line: <c>topic</c>, <c>partition</c>, <c>timestamp</c>, <c>headers</c>, <c>key</c> and <c>value</c>. A text stands for its bytes,
/// <c>{"base64": "…"}</c> for arbitrary bytes, as do <c>key_base64</c> and <c>value_base64</c>, and any other JSON for its own text. Headers are a list of objects with key
/// and value, or one object.
/// </summary>
internal static class PreviewLine
{
    private static readonly string[] Names = ["topic", "partition", "timestamp", "headers", "key", "value", "key_base64", "value_base64"];

    // A bare null would become an empty memory.
    private static ReadOnlyMemory<byte>? NoBytes => default;

    public static PreviewRecord Parse(string source, int line, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || root.EnumerateObject().FirstOrDefault(property => !Names.Contains(property.Name)) is { Value.ValueKind: not JsonValueKind.Undefined })
            {
                throw new FormatException($"it is not an object of {string.Join(", ", Names)}");
            }

            return new()
            {
                Topic = root.TryGetProperty("topic", out var topic) ? topic.ToString() : "",
                Partition = root.TryGetProperty("partition", out var partition) && partition.ValueKind != JsonValueKind.Null ? partition.GetInt32() : null,
                TimestampMs = root.TryGetProperty("timestamp", out var timestamp) && timestamp.ValueKind != JsonValueKind.Null ? timestamp.GetInt64() : null,
                Headers = root.TryGetProperty("headers", out var headers) ? Headers(headers) : [],
                Key = Part(root, "key"),
                Value = Part(root, "value"),
            };
        }
        catch (Exception cause) when (cause is JsonException or FormatException or InvalidOperationException)
        {
            throw new CommandException(
                ExitCode.Invalid,
                $"Line {line} of '{source}' is no sample record: {cause.Message.TrimEnd('.')}. Write, for example, {{\"topic\": \"orders\", \"key\": \"1\", \"value\": {{\"id\": 1}}}}.",
                cause);
        }
    }

    private static PreviewHeader[] Headers(JsonElement headers) => headers.ValueKind switch
    {
        JsonValueKind.Null => [],
        JsonValueKind.Array => [.. headers.EnumerateArray().Select(header => new PreviewHeader(
            header.TryGetProperty("key", out var key) && key.ValueKind == JsonValueKind.String ? key.ToString() : throw new FormatException("a header has no key that is a text"),
            Part(header, "value")))],
        _ => [.. headers.EnumerateObject().Select(header => new PreviewHeader(header.Name, Bytes(header.Value)))],
    };

    private static ReadOnlyMemory<byte>? Part(JsonElement record, string name) =>
        record.TryGetProperty(name, out var part) ? Bytes(part)
        : record.TryGetProperty(name + "_base64", out var bytes) ? bytes.GetBytesFromBase64()
        : NoBytes;

    private static ReadOnlyMemory<byte>? Bytes(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => NoBytes,
        JsonValueKind.String => Encoding.UTF8.GetBytes(value.GetString() ?? ""),
        JsonValueKind.Object when value.GetPropertyCount() == 1 && value.TryGetProperty("base64", out var bytes) && bytes.ValueKind == JsonValueKind.String => bytes.GetBytesFromBase64(),
        _ => Encoding.UTF8.GetBytes(value.GetRawText()),
    };
}
