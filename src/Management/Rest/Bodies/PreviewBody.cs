using System.Text;
using System.Text.Json;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Preview;

namespace OrleansConnect.Management.Rest.Bodies;

/// <summary>Reads the request for a preview. What is not right in it is said with its place.</summary>
internal static class PreviewBody
{
    private const string DefaultTopic = "topic";

    public static async Task<PreviewRequest> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        try
        {
            using var document = JsonDocument.Parse(await ReadBytesAsync(body, cancellationToken));
            return Read(document.RootElement);
        }
        catch (JsonException error)
        {
            throw Invalid($"The body is not JSON: {error.Message}");
        }
        catch (InvalidOperationException error)
        {
            // A text with half a surrogate pair, which no UTF-8 can hold.
            throw Invalid(error.Message);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(Stream body, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[64 << 10];
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            bytes.Write(buffer, 0, count);
            if (bytes.Length > PreviewRequest.BytesMax)
            {
                throw new ConnectRequestException(
                    RequestErrorKind.TooLarge, $"The body of a preview has at most {PreviewRequest.BytesMax} bytes. Send fewer records.");
            }
        }

        return bytes.ToArray();
    }

    private static PreviewRequest Read(JsonElement body)
    {
        ConnectorKind? kind = null;
        var config = new Dictionary<string, string?>();
        JsonElement? records = null;
        var isTraced = false;
        foreach (var field in Fields(body, "The body"))
        {
            switch (field.Name)
            {
                case "kind":
                    kind = ReadKind(field.Value);
                    break;
                case "config":
                    config = ReadConfig(field.Value);
                    break;
                case "records":
                    records = field.Value;
                    break;
                case "trace":
                    isTraced = ReadFlag(field.Value);
                    break;
                default:
                    throw Invalid($"Unrecognized field \"{field.Name}\". Known fields are \"kind\", \"config\", \"records\" and \"trace\".");
            }
        }

        var direction = kind ?? throw Invalid("The body has no 'kind'. Set it to \"source\" or \"sink\".");
        return new(direction, config, ReadRecords(records ?? throw Invalid("The body has no 'records'. Add a list of records."), direction), isTraced);
    }

    // Of two settings of one name the last one counts, as wherever Kafka Connect reads JSON.
    private static Dictionary<string, string?> ReadConfig(JsonElement settings)
    {
        var config = new Dictionary<string, string?>();
        foreach (var setting in Fields(settings, "'config'"))
        {
            config[setting.Name] = ReadText(setting.Value, $"'config.{setting.Name}'");
        }

        return config;
    }

    private static PreviewRecord[] ReadRecords(JsonElement records, ConnectorKind kind) => records.ValueKind == JsonValueKind.Array
        ? [.. records.EnumerateArray().Select((record, index) => ReadRecord(record, $"'records[{index}]'", kind))]
        : throw Invalid($"'records' has to be a list, not {records.ValueKind}.");

    private static PreviewRecord ReadRecord(JsonElement record, string what, ConnectorKind kind)
    {
        var read = new PreviewRecord(DefaultTopic, kind == ConnectorKind.Sink ? 0 : null, null, [], null, null);
        foreach (var field in Fields(record, what))
        {
            read = field.Name switch
            {
                _ when IsAbsent(field) => read,
                "topic" => read with { Topic = ReadText(field.Value, $"'topic' of {what}") ?? DefaultTopic },
                "partition" => read with { Partition = ReadInt(field.Value, $"'partition' of {what}") },
                "timestamp" => read with { TimestampMs = ReadLong(field.Value, $"'timestamp' of {what}") },
                "headers" => read with { Headers = ReadHeaders(field.Value, $"'headers' of {what}") },
                "key" => read with { Key = ReadData(field.Value, $"'key' of {what}") },
                "value" => read with { Value = ReadData(field.Value, $"'value' of {what}") },
                _ => throw Invalid($"Unrecognized field \"{field.Name}\" of {what}. Known fields are \"topic\", \"partition\", \"timestamp\", \"key\", \"value\" and \"headers\"."),
            };
        }

        return read;
    }

    private static bool IsAbsent(JsonProperty field) =>
        field.Value.ValueKind == JsonValueKind.Null && field.Name is ("topic" or "partition" or "timestamp" or "headers" or "key" or "value");

    private static KeyValuePair<string, byte[]?>[] ReadHeaders(JsonElement headers, string what) => headers.ValueKind == JsonValueKind.Array
        ? [.. headers.EnumerateArray().Select(header => ReadHeader(header, what))]
        : throw Invalid($"{what} has to be a list of objects with 'key' and 'value'.");

    private static KeyValuePair<string, byte[]?> ReadHeader(JsonElement header, string what)
    {
        string? key = null;
        byte[]? value = null;
        foreach (var field in Fields(header, $"A header in {what}"))
        {
            (key, value) = field.Name switch
            {
                "key" => (ReadText(field.Value, $"'key' in {what}"), value),
                "value" => (key, ReadData(field.Value, $"'value' in {what}")),
                _ => throw Invalid($"Unrecognized field \"{field.Name}\" in {what}. Known fields are \"key\" and \"value\"."),
            };
        }

        return new(key ?? throw Invalid($"A header in {what} has no 'key'."), value);
    }

    private static byte[]? ReadData(JsonElement data, string what)
    {
        switch (data.ValueKind)
        {
            case JsonValueKind.Null:
                return null;
            case JsonValueKind.String:
                return Encoding.UTF8.GetBytes(data.GetString() ?? "");
            case JsonValueKind.Object when data.TryGetProperty("base64", out var text) && data.EnumerateObject().Count() == 1 && text.ValueKind == JsonValueKind.String:
                return text.TryGetBytesFromBase64(out var bytes) ? bytes : throw Invalid($"The 'base64' in {what} is not base64.");
            default:
                throw Invalid($"{what} has to be a text, an object with the one field 'base64', or null. For JSON write its text: \"{{\\\"a\\\":1}}\".");
        }
    }

    private static ConnectorKind ReadKind(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() switch
    {
        "source" => ConnectorKind.Source,
        "sink" => ConnectorKind.Sink,
        var other => throw Invalid($"There is no 'kind' {other}. Set it to \"source\" or \"sink\"."),
    }
    : throw Invalid("'kind' has to be \"source\" or \"sink\".");

    private static string? ReadText(JsonElement value, string what) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        var other => throw Invalid($"{what} has to be a text, not {other}."),
    };

    private static bool ReadFlag(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False or JsonValueKind.Null => false,
        _ => throw Invalid("'trace' has to be true or false."),
    };

    private static int ReadInt(JsonElement value, string what) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 0
        ? number
        : throw Invalid($"{what} has to be a whole number from 0.");

    private static long ReadLong(JsonElement value, string what) => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
        ? number
        : throw Invalid($"{what} has to be a whole number, the milliseconds since 1970.");

    private static JsonElement.ObjectEnumerator Fields(JsonElement element, string what) => element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject()
        : throw Invalid($"{what} has to be a JSON object, not {element.ValueKind}.");

    private static ConnectRequestException Invalid(string message) => ConnectRequestException.Invalid(message);
}
