using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using OrleansConnect.Runtime.Preview;

namespace OrleansConnect.Management.Rest.Bodies;

/// <summary>Writes the results of a preview as JSON. Bytes are texts where they are UTF-8, and base64 where they are not.</summary>
internal static class PreviewJson
{
    private const int PendingBytesMax = 64 << 10;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(IReadOnlyList<PreviewResult> results, PipeWriter output, CancellationToken cancellationToken)
    {
        await using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteStartArray("results");
        foreach (var result in results)
        {
            json.WriteStartObject();
            Write(json, result.Outcome);
            if (result.Steps is { } steps)
            {
                json.WriteStartArray("steps");
                foreach (var step in steps)
                {
                    Write(json, step);
                    await SendAsync(json, output, cancellationToken);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
            await SendAsync(json, output, cancellationToken);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
        await output.FlushAsync(cancellationToken);
    }

    private static async ValueTask SendAsync(Utf8JsonWriter json, PipeWriter output, CancellationToken cancellationToken)
    {
        await json.FlushAsync(cancellationToken);
        if (output.UnflushedBytes > PendingBytesMax)
        {
            await output.FlushAsync(cancellationToken);
        }
    }

    private static void Write(Utf8JsonWriter json, PreviewStep step)
    {
        json.WriteStartObject();
        json.WriteString("transformation", step.Transformation);
        json.WriteString("class", step.ClassName);
        if (step.IsSkipped)
        {
            json.WriteBoolean("skipped", true);
        }

        Write(json, step.Outcome);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PreviewOutcome outcome)
    {
        if (outcome.Record is { } record)
        {
            Write(json, record);
        }
        else if (outcome.Error is { } error)
        {
            json.WriteString("error", error.ClassName);
            json.WriteString("message", error.Message);
            json.WriteString("stage", error.Stage);
            if (error.Hint is not null)
            {
                json.WriteString("hint", error.Hint);
            }
        }
        else
        {
            json.WriteBoolean("filtered", true);
        }
    }

    private static void Write(Utf8JsonWriter json, PreviewRecord record)
    {
        json.WriteString("topic", record.Topic);
        Write(json, "partition", record.Partition);
        Write(json, "timestamp", record.TimestampMs);
        json.WriteStartArray("headers");
        foreach (var (key, value) in record.Headers)
        {
            json.WriteStartObject();
            json.WriteString("key", key);
            Write(json, "value", value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Write(json, "key", record.Key);
        Write(json, "value", record.Value);
    }

    private static void Write(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, byte[]? bytes)
    {
        if (bytes is null)
        {
            json.WriteNull(name);
        }
        else if (Utf8.IsValid(bytes))
        {
            json.WriteString(name, bytes);
        }
        else
        {
            json.WriteStartObject(name);
            json.WriteBase64String("base64", bytes);
            json.WriteEndObject();
        }
    }
}
