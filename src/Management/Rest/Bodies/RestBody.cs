using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OrleansConnect.Grains;

namespace OrleansConnect.Management.Rest.Bodies;

/// <summary>
/// Reads the bodies of requests as leniently as Kafka Connect does: numbers and booleans become text. What cannot be read is answered with 500, which is what
/// Kafka Connect does too.
/// </summary>
internal static class RestBody
{
    public static async Task<IReadOnlyDictionary<string, string?>> ReadConfigAsync(Stream body, CancellationToken cancellationToken)
    {
        using var document = await ParseAsync(body, cancellationToken);
        return Read(() => ReadTexts(document.RootElement, "the body"));
    }

    public static async Task<CreateConnectorBody> ReadCreateConnectorAsync(Stream body, CancellationToken cancellationToken)
    {
        using var document = await ParseAsync(body, cancellationToken);
        return Read(() => ReadCreateConnector(document.RootElement));
    }

    /// <summary>What is read of a body. Half a surrogate pair, which JSON can have and no text, is the request's fault.</summary>
    public static T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException e)
        {
            throw new ConnectRequestException(RequestErrorKind.Invalid, $"The body has a text that is none: {e.Message}", e);
        }
    }

    private static CreateConnectorBody ReadCreateConnector(JsonElement body)
    {
        string? name = null;
        IReadOnlyDictionary<string, string?>? config = null;
        TargetState? initialState = null;
        foreach (var field in Fields(body, "the body"))
        {
            switch (field.Name)
            {
                case "name":
                    name = ReadText(field);
                    break;
                case "config":
                    config = ReadTexts(field.Value, "'config'");
                    break;
                case "initial_state":
                    initialState = ReadState(ReadText(field));
                    break;
                default:
                    throw Malformed($"Unrecognized field \"{field.Name}\". Known fields are \"name\", \"config\" and \"initial_state\".");
            }
        }

        return new(name, config ?? throw Malformed("The body has no 'config'. Add an object with the connector's settings."), initialState);
    }

    public static async Task<JsonDocument> ParseAsync(Stream body, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        await body.CopyToAsync(bytes, cancellationToken);
        if (bytes.Length == 0)
        {
            throw Malformed(null);
        }

        try
        {
            var text = bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
            return JsonDocument.Parse(text.Span.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text);
        }
        catch (JsonException e)
        {
            throw Malformed($"The body is not JSON: {e.Message}", e);
        }
    }

    private static Dictionary<string, string?> ReadTexts(JsonElement element, string what)
    {
        var texts = new Dictionary<string, string?>();
        foreach (var field in Fields(element, what))
        {
            texts[field.Name] = ReadText(field);
        }

        return texts;
    }

    public static JsonElement.ObjectEnumerator Fields(JsonElement element, string what) => element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject()
        : throw Malformed($"Cannot deserialize value of type object from {element.ValueKind}: {what} has to be a JSON object.");

    private static string? ReadText(JsonProperty field) => field.Value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => field.Value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => field.Value.GetRawText(),
        var kind => throw Malformed($"Cannot deserialize value of type text from {kind}: '{field.Name}' has to be a text, a number or a boolean."),
    };

    private static TargetState? ReadState(string? text) => text?.ToUpperInvariant() switch
    {
        null => null,
        "RUNNING" => TargetState.Running,
        "PAUSED" => TargetState.Paused,
        "STOPPED" => TargetState.Stopped,
        var state => throw Malformed($"No enum constant for 'initial_state' is named {state}. It has to be RUNNING, PAUSED or STOPPED."),
    };

    public static RestException Malformed(string? message, Exception? cause = null) =>
        new(StatusCodes.Status500InternalServerError, message, cause);
}
