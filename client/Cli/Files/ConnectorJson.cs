using System.Text.Json;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Files;

/// <summary>Reads connectors as JSON: a flat object of settings, or <c>{"name", "config", "initial_state"}</c>.</summary>
internal static class ConnectorJson
{
    private const string Forms = """Write {"name": …, "connector.class": …} or {"name": …, "config": {…}}.""";

    /// <summary>Whether a file is JSON: it says so, or it is a pipe or the like and begins with a brace.</summary>
    public static bool Is(string path, ReadOnlySpan<byte> text) =>
        path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || (text.StartsWith("\uFEFF"u8) ? text[3..] : text).TrimStart(" \t\r\n"u8).StartsWith("{"u8);

    public static FileSettings Parse(string path, ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(WithoutMark(text), new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return Read(path, document.RootElement);
        }
        catch (JsonException cause)
        {
            throw new CommandException(
                ExitCode.Invalid, $"'{path}' is not valid JSON at line {cause.LineNumber + 1}, byte {cause.BytePositionInLine + 1}: {Reason(cause)}", cause);
        }
    }

    private static FileSettings Read(string path, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new CommandException(ExitCode.Invalid, $"'{path}' is not a JSON object. {Forms}");
        }

        if (!root.TryGetProperty("config", out var config) || config.ValueKind != JsonValueKind.Object)
        {
            return new(Settings(path, root), null);
        }

        var settings = Settings(path, config);
        if (root.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String)
        {
            settings["name"] = settings.GetValueOrDefault("name") is { } other && other != name.ToString() ? throw TwoNames(path, name.ToString(), other) : name.ToString();
        }

        return new(settings, root.TryGetProperty("initial_state", out var state) && state.ValueKind != JsonValueKind.Null ? State(path, state.ToString()) : null);
    }

    private static CommandException TwoNames(string path, string name, string other) =>
        new(ExitCode.Invalid, $"'{path}' has the name '{name}', and another one, '{other}', in its 'config'. Remove one of them.");

    private static Dictionary<string, string> Settings(string path, JsonElement settings)
    {
        var config = new Dictionary<string, string>();
        foreach (var setting in settings.EnumerateObject())
        {
            if (setting.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            {
                throw new CommandException(ExitCode.Invalid, $"'{path}' has {(setting.Value.ValueKind == JsonValueKind.Object ? "an object" : "a list")} for '{setting.Name}', where settings are texts. {Forms}");
            }

            // A setting without a value says no more than one that is absent.
            if (setting.Value.ValueKind != JsonValueKind.Null && !config.TryAdd(setting.Name, setting.Value.ToString()))
            {
                throw new CommandException(ExitCode.Invalid, $"'{path}' has '{setting.Name}' twice. Remove one of them.");
            }
        }

        return config;
    }

    private static TargetState State(string path, string text) => Enum.TryParse<TargetState>(text, ignoreCase: true, out var state) && Enum.IsDefined(state)
        ? state
        : throw new CommandException(ExitCode.Invalid, $"'{path}' has the initial_state '{text}'. Write RUNNING, PAUSED or STOPPED.");

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> text) => text.Span.StartsWith("\uFEFF"u8) ? text[3..] : text;

    // The message ends with the place, counted from zero.
    private static string Reason(JsonException cause)
    {
        var end = cause.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? cause.Message : cause.Message[..end];
    }
}
