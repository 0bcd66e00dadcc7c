using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace OrleansConnect.Runtime.Pipeline;

/// <summary>What is likely wrong when a record cannot be converted or transformed, from a look at its bytes, and which setting to change.</summary>
internal static class ConversionHints
{
    private const string JsonConverter = "org.apache.kafka.connect.json.JsonConverter";
    private const string StringConverter = "org.apache.kafka.connect.storage.StringConverter";
    private const string BytesConverter = "org.apache.kafka.connect.converters.ByteArrayConverter";

    /// <summary>A sentence or two, or null where nothing is known.</summary>
    /// <param name="stage">Where it happened.</param>
    /// <param name="converters">The record's converters.</param>
    /// <param name="error">What was thrown.</param>
    /// <param name="bytes">The bytes that were to be read; null where there are none.</param>
    /// <param name="isWriting">Whether data were to be written as bytes.</param>
    /// <param name="transformation">The class of the transformation where it happened in one.</param>
    public static string? For(ErrorStage stage, RecordConverters converters, Exception error, byte[]? bytes, bool isWriting, string? transformation = null) => stage switch
    {
        ErrorStage.KeyConverter when isWriting => OfData("key.converter", converters.KeyClass),
        ErrorStage.ValueConverter when isWriting => OfData("value.converter", converters.ValueClass),
        ErrorStage.HeaderConverter when isWriting => OfData("header.converter", converters.HeaderClass),
        ErrorStage.KeyConverter => OfBytes("key.converter", converters.KeyClass, error, bytes),
        ErrorStage.ValueConverter => OfBytes("value.converter", converters.ValueClass, error, bytes),
        ErrorStage.Transformation => OfTransformation(converters, error, transformation),
        _ => null,
    };

    /// <summary>The same for a record that a sink has read, of which only its bytes are at hand.</summary>
    public static string? For(FailedOperation failure) => (failure.Stage, failure.Consumed) switch
    {
        (ErrorStage.KeyConverter, { } record) => OfBytes("key.converter", failure.ClassName, failure.Error, record.Key),
        (ErrorStage.ValueConverter, { } record) => OfBytes("value.converter", failure.ClassName, failure.Error, record.Value),
        _ => null,
    };

    private static string OfData(string key, string className) =>
        $"{Simple(className)} cannot write what the transformations leave. Set '{key}' to a converter that can, such as '{JsonConverter}', or change the transformations.";

    private static string? OfBytes(string key, string className, Exception error, byte[]? bytes)
    {
        if (bytes is not { Length: > 0 })
        {
            return null;
        }

        if (className == JsonConverter && error.Message.Contains("schemas.enable", StringComparison.Ordinal))
        {
            return EnvelopeExtra(bytes) is { } extra
                ? $"The envelope has the field '{extra}' besides 'schema' and 'payload'. Take it out, or set '{key}.schemas.enable' to 'false' to take the whole as data."
                : $"The bytes are JSON without a schema. Set '{key}.schemas.enable' to 'false'.";
        }

        if (className == JsonConverter && IsJson(bytes))
        {
            return $"The bytes are JSON, but not what is expected in it: the message says what. Correct what writes them, or set '{key}' to '{StringConverter}' to pass them on as they are.";
        }

        if (IsNumber(className) && WritersOf(bytes.Length) is { } writers)
        {
            return $"There are {Count(bytes)}, which {writers} reads. Set '{key}' to the converter with which they were written.";
        }

        if (FormatOf(bytes) is { } format)
        {
            return $"The bytes are {format}, which {Simple(className)} does not read. Set '{key}' to the converter with which they were written.";
        }

        return className switch
        {
            JsonConverter when IsText(bytes) => $"The bytes are text and not JSON. Set '{key}' to '{StringConverter}'.",
            JsonConverter => $"The bytes are neither JSON nor text. Set '{key}' to the converter with which they were written, or to '{BytesConverter}' to pass them on as they are.",
            StringConverter or BytesConverter => null,
            _ when IsText(bytes) => $"The {Count(bytes)} are text. Set '{key}' to '{(bytes[0] is (byte)'{' or (byte)'[' ? JsonConverter : StringConverter)}'.",
            _ => $"There are {Count(bytes)}. Set '{key}' to the converter with which they were written.",
        };
    }

    private static string? OfTransformation(RecordConverters converters, Exception error, string? transformation)
    {
        if (!error.Message.Contains("Only Map objects supported", StringComparison.Ordinal) && !error.Message.Contains("Only Struct objects supported", StringComparison.Ordinal))
        {
            return null;
        }

        var isKey = transformation?.EndsWith("$Key", StringComparison.Ordinal) == true;
        if (error.Message.EndsWith("found: null", StringComparison.Ordinal))
        {
            return isKey
                ? "The record has no key. Let the transformation apply to records with a key only, with a predicate, or make a key before with ValueToKey."
                : "The record has no value. Let the transformation apply to other records only, with the predicate RecordIsTombstone and 'negate'.";
        }

        var (key, className) = isKey ? ("key.converter", converters.KeyClass) : ("value.converter", converters.ValueClass);
        return className == JsonConverter
            ? "The record is not an object with fields. Let the transformation apply to other records only, with a predicate, or make an object of it before with HoistField."
            : $"The transformation needs fields, and {Simple(className)} gives it a single value. Set '{key}' to '{JsonConverter}', or make an object of it before with HoistField.";
    }

    private static string? FormatOf(byte[] bytes) => bytes switch
    {
        [0, _, _, _, _, ..] => $"in a schema registry's format (Avro, Protobuf or JSON Schema, schema {BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(1)).ToString(CultureInfo.InvariantCulture)})",
        [(byte)'O', (byte)'b', (byte)'j', 1, ..] => "an Avro container file",
        [0x1F, 0x8B, ..] => "compressed with gzip",
        _ => null,
    };

    private static bool IsNumber(string className) => Simple(className) is "ShortConverter" or "IntegerConverter" or "LongConverter" or "FloatConverter" or "DoubleConverter";

    private static string? WritersOf(int lengthBytes) => lengthBytes switch
    {
        sizeof(short) => "ShortConverter",
        sizeof(int) => "IntegerConverter or FloatConverter",
        sizeof(long) => "LongConverter or DoubleConverter",
        _ => null,
    };

    private static bool IsJson(byte[] bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        try
        {
            return reader.Read() && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // The first field that an envelope does not have, where it has all that one needs.
    private static string? EnvelopeExtra(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("schema", out _) && root.TryGetProperty("payload", out _)
                ? root.EnumerateObject().Select(field => field.Name).FirstOrDefault(name => name is not ("schema" or "payload"))
                : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsText(byte[] bytes) => Utf8.IsValid(bytes) && !bytes.AsSpan().ContainsAnyInRange((byte)0, (byte)8);

    private static string Count(byte[] bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes.Length} bytes");

    private static string Simple(string className) => className[(className.LastIndexOf('.') + 1)..];
}
