using System.Buffers;
using System.Text.Json;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>
/// Kafka Connect's format of source offsets: the key is <c>["connector",{partition}]</c>, the value <c>{offset}</c>, both compact JSON without schemas.
/// </summary>
public static class OffsetCodec
{
    private static readonly JsonWriterOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The key of a partition's offset.</summary>
    public static byte[] KeyOf(string connector, SourcePartition partition)
    {
        ArgumentNullException.ThrowIfNull(partition);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartArray();
            json.WriteStringValue(connector);
            WriteEntries(json, partition.Entries);
            json.WriteEndArray();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The value of an offset.</summary>
    public static byte[] ValueOf(SourceOffset offset)
    {
        ArgumentNullException.ThrowIfNull(offset);
        return ValueOf(offset.Entries);
    }

    /// <summary>Entries as a JSON object.</summary>
    internal static byte[] ValueOf(IReadOnlyList<KeyValuePair<string, object?>> entries)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            WriteEntries(json, entries);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a key; null when it is not one of this format, or has a null partition, which no task can ask for.</summary>
    public static (string Connector, SourcePartition Partition)? ReadKey(ReadOnlySpan<byte> key)
    {
        try
        {
            var json = new Utf8JsonReader(key);
            if (json.Read() && json.TokenType == JsonTokenType.StartArray
                && json.Read() && json.TokenType == JsonTokenType.String && json.GetString() is { } connector
                && json.Read() && json.TokenType == JsonTokenType.StartObject)
            {
                return (connector, SourcePartition.Of(ReadEntries(ref json)));
            }
        }
        catch (JsonException)
        {
            return null;
        }

        return null;
    }

    /// <summary>Reads a value; null when it is not one of this format.</summary>
    public static SourceOffset? ReadValue(ReadOnlySpan<byte> value)
    {
        try
        {
            var json = new Utf8JsonReader(value);
            return json.Read() && json.TokenType == JsonTokenType.StartObject ? SourceOffset.Of(ReadEntries(ref json)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void WriteEntries(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>> entries)
    {
        json.WriteStartObject();
        foreach (var (key, value) in entries)
        {
            json.WritePropertyName(key);
            WriteValue(json, key, value);
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, string key, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case sbyte or short or int or long:
                json.WriteNumberValue(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
            case float or double:
                json.WriteRawValue(Abstractions.Data.JavaText.Of(value));
                break;
            case byte[] bytes:
                json.WriteBase64StringValue(bytes);
                break;
            default:
                throw new DataException(
                    $"Offsets may only contain primitive types as values, but field {key} contains {value.GetType().Name}. Store a number, text, flag or bytes.");
        }
    }

    private static List<KeyValuePair<string, object?>> ReadEntries(ref Utf8JsonReader json)
    {
        var entries = new List<KeyValuePair<string, object?>>();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = json.GetString() ?? "";
            json.Read();
            entries.Add(new(key, ReadValue(ref json)));
        }

        return entries;
    }

    private static object? ReadValue(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.String => json.GetString(),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Number when json.TryGetInt64(out var number) => number,
        JsonTokenType.Number => json.GetDouble(),
        JsonTokenType.Null => null,
        _ => throw new JsonException("Offsets hold primitive values only."),
    };
}
