using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OrleansConnect.Cli.Previews;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.DeadLetters;

/// <summary>A dead letter as people edit it: <c>{"key": …, "value": …, "headers": [{"key": …, "value": …}]}</c>, in the form of sample records.</summary>
internal static class LetterFile
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // The file is for people, never part of a web page.
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(DeadLetter letter)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Readable))
        {
            writer.WriteStartObject();
            Write(writer, "key", letter.Key.Bytes);
            Write(writer, "value", letter.Value.Bytes);
            writer.WriteStartArray("headers");
            foreach (var header in letter.Headers)
            {
                writer.WriteStartObject();
                writer.WriteString("key", header.Key);
                Write(writer, "value", header.Value.Bytes);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>What was changed in the file; null if nothing was. What was not stays as it is, to the byte.</summary>
    public static DeadLetterEdit? Changes(string path, string before, string after)
    {
        var (old, now) = (PreviewLine.Parse(path, 1, before), PreviewLine.Parse(path, 1, after));
        var edit = new DeadLetterEdit
        {
            Key = Same(old.Key, now.Key) ? null : new(OneLine(now.Key)),
            Value = Same(old.Value, now.Value) ? null : new(OneLine(now.Value)),
            Headers = Same(old.Headers, now.Headers) ? null : [.. now.Headers.Select(header => header with { Value = OneLine(header.Value) })],
        };
        return edit == new DeadLetterEdit() ? null : edit;
    }

    // JSON objects and lists stand in the file as they are, so that they are easy to edit; other texts as texts.
    private static void Write(Utf8JsonWriter writer, string name, ReadOnlyMemory<byte>? bytes)
    {
        writer.WritePropertyName(name);
        if (bytes is not { } known)
        {
            writer.WriteNullValue();
        }
        else if (Document(known) is { } document)
        {
            using (document)
            {
                document.RootElement.WriteTo(writer);
            }
        }
        else if (TextOf(known) is { } text)
        {
            writer.WriteStringValue(text);
        }
        else
        {
            writer.WriteStartObject();
            writer.WriteBase64String("base64", known.Span);
            writer.WriteEndObject();
        }
    }

    // An object that stands for bytes elsewhere in the file stands for itself only as a text.
    private static JsonDocument? Document(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var document = JsonDocument.Parse(bytes);
            var isPlain = document.RootElement.ValueKind == JsonValueKind.Array
                || (document.RootElement.ValueKind == JsonValueKind.Object && !document.RootElement.TryGetProperty("base64", out _));
            if (isPlain)
            {
                return document;
            }

            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? TextOf(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes.Span);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    // What is indented in the file for people is not in the record.
    private static ReadOnlyMemory<byte>? OneLine(ReadOnlyMemory<byte>? bytes)
    {
        if (bytes is not { } known || Document(known) is not { } document)
        {
            return bytes;
        }

        using (document)
        {
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream, Compact))
            {
                document.RootElement.WriteTo(writer);
            }

            return stream.ToArray();
        }
    }

    private static bool Same(ReadOnlyMemory<byte>? one, ReadOnlyMemory<byte>? other) =>
        one is { } first && other is { } second ? first.Span.SequenceEqual(second.Span) : one is null && other is null;

    private static bool Same(IReadOnlyList<PreviewHeader> one, IReadOnlyList<PreviewHeader> other) =>
        one.Count == other.Count && one.Zip(other).All(pair => pair.First.Key == pair.Second.Key && Same(pair.First.Value, pair.Second.Value));
}
