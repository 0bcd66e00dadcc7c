using System.Text;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using OrleansConnect.Runtime.Preview;

namespace OrleansConnect.Management.Rest.Bodies;

/// <summary>The results of a preview as JSON. Bytes are texts where they are UTF-8, and base64 where they are not.</summary>
internal static class PreviewJson
{
    public static JsonObject Of(IReadOnlyList<PreviewResult> results) => new() { ["results"] = new JsonArray([.. results.Select(Of)]) };

    private static JsonObject Of(PreviewResult result)
    {
        var body = new JsonObject();
        Add(body, result.Outcome);
        if (result.Steps is { } steps)
        {
            body["steps"] = new JsonArray([.. steps.Select(Of)]);
        }

        return body;
    }

    private static JsonObject Of(PreviewStep step)
    {
        var body = new JsonObject { ["transformation"] = step.Transformation, ["class"] = step.ClassName };
        if (step.IsSkipped)
        {
            body["skipped"] = true;
        }

        Add(body, step.Outcome);
        return body;
    }

    private static void Add(JsonObject body, PreviewOutcome outcome)
    {
        if (outcome.Record is { } record)
        {
            body["topic"] = record.Topic;
            body["partition"] = record.Partition;
            body["timestamp"] = record.TimestampMs;
            body["headers"] = new JsonArray([.. record.Headers.Select(header => new JsonObject { ["key"] = header.Key, ["value"] = Bytes(header.Value) })]);
            body["key"] = Bytes(record.Key);
            body["value"] = Bytes(record.Value);
        }
        else if (outcome.Error is { } error)
        {
            body["error"] = error.ClassName;
            body["message"] = error.Message;
            body["stage"] = error.Stage;
            AddHint(body, error.Hint);
        }
        else
        {
            body["filtered"] = true;
        }
    }

    private static void AddHint(JsonObject body, string? hint)
    {
        if (hint is not null)
        {
            body["hint"] = hint;
        }
    }

    private static JsonNode? Bytes(byte[]? bytes) => bytes is null ? null
        : Utf8.IsValid(bytes) ? JsonValue.Create(Encoding.UTF8.GetString(bytes))
        : new JsonObject { ["base64"] = Convert.ToBase64String(bytes) };
}
