using System.Text.Json;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Silo;

/// <summary>Reads the files that Kafka Connect's users have: <c>.properties</c>, and connectors as JSON in either form.</summary>
internal static class SettingsFile
{
    /// <summary>A properties file.</summary>
    public static async Task<Dictionary<string, string?>> ReadAsync(string path, CancellationToken cancellationToken) =>
        Properties(path, await ReadBytesAsync(path, cancellationToken));

    /// <summary>A worker's file; null when it is plainly a connector's. Read once: a pipe has its content only once.</summary>
    public static async Task<Dictionary<string, string?>?> ReadWorkerAsync(string path, CancellationToken cancellationToken)
    {
        var text = await ReadBytesAsync(path, cancellationToken);
        if (IsJson(path, text))
        {
            return null;
        }

        var settings = Properties(path, text);
        return settings.ContainsKey("connector.class") ? null : settings;
    }

    /// <summary>A connector: <c>.properties</c>, a flat JSON object, or <c>{"name", "config", "initial_state"}</c>.</summary>
    public static async Task<ConnectorFile> ReadConnectorAsync(string path, CancellationToken cancellationToken)
    {
        // Once: a pipe has its content only once.
        var text = await ReadBytesAsync(path, cancellationToken);
        var connector = IsJson(path, text) ? ReadJson(path, text) : new(Properties(path, text), null);
        return !string.IsNullOrWhiteSpace(connector.Config.GetValueOrDefault("name"))
            ? connector
            : throw new ConfigException($"The connector file '{path}' has no 'name'. Add one.");
    }

    // The ending tells, or a brace where a pipe or the like has none.
    private static bool IsJson(string path, ReadOnlySpan<byte> text) =>
        path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || WithoutMark(text).TrimStart(" \t\r\n"u8).StartsWith("{"u8);

    private static ConnectorFile ReadJson(string path, byte[] text)
    {
        try
        {
            using var document = JsonDocument.Parse(text.AsMemory(text.Length - WithoutMark(text).Length), new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("config", out var config) && config.ValueKind == JsonValueKind.Object)
            {
                var settings = Flat(config);
                settings["name"] = NameOf(path, root, settings.GetValueOrDefault("name"));
                return new(settings, root.TryGetProperty("initial_state", out var state) && state.ValueKind != JsonValueKind.Null ? ReadState(path, state.ToString()) : null);
            }

            return new(Flat(root), null);
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            throw new ConfigException(
                $"The connector file '{path}' is not a JSON object of settings: {cause.Message} Write {{\"name\": …, \"connector.class\": …}} or {{\"name\": …, \"config\": {{…}}}}.", cause);
        }
    }

    private static string? NameOf(string path, JsonElement root, string? inConfig)
    {
        if (!root.TryGetProperty("name", out var name) || name.ValueKind == JsonValueKind.Null)
        {
            return inConfig;
        }

        return inConfig is null || inConfig == name.ToString()
            ? name.ToString()
            : throw new ConfigException($"The connector file '{path}' has the name '{name}', and another one, '{inConfig}', in its 'config'. Remove one of them.");
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> text) => text.StartsWith("\uFEFF"u8) ? text[3..] : text;

    private static Dictionary<string, string?> Properties(string path, byte[] text)
    {
        try
        {
            return PropertiesFile.Parse(text).ToDictionary(entry => entry.Key, string? (entry) => entry.Value, StringComparer.Ordinal);
        }
        catch (FormatException cause)
        {
            throw Unreadable(path, cause);
        }
    }

    private static async Task<byte[]> ReadBytesAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, cause);
        }
    }

    private static Dictionary<string, string?> Flat(JsonElement settings) =>
        settings.EnumerateObject().ToDictionary(entry => entry.Name, ValueOf, StringComparer.Ordinal);

    private static string? ValueOf(JsonProperty entry) => entry.Value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Object or JsonValueKind.Array => throw new JsonException($"'{entry.Name}' is no plain value."),
        _ => entry.Value.ToString(),
    };

    private static TargetState ReadState(string path, string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && Enum.TryParse<TargetState>(text, ignoreCase: true, out var state) && Enum.IsDefined(state)
            ? state
            : throw new ConfigException($"The connector file '{path}' has the initial_state '{text}'. It must be RUNNING, PAUSED or STOPPED.");

    private static ConfigException Unreadable(string path, Exception cause) => new($"The file '{path}' cannot be read: {cause.Message}", cause);
}
