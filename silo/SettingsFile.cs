using System.Text.Json;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Silo;

/// <summary>Reads the files that Kafka Connect's users have: <c>.properties</c>, and connectors as JSON in either form.</summary>
internal static class SettingsFile
{
    /// <summary>A properties file.</summary>
    public static async Task<Dictionary<string, string?>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var settings = await PropertiesFile.ReadAsync(path, cancellationToken);
            return settings.ToDictionary(entry => entry.Key, string? (entry) => entry.Value, StringComparer.Ordinal);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or FormatException)
        {
            throw Unreadable(path, cause);
        }
    }

    /// <summary>A connector: <c>.properties</c>, a flat JSON object, or <c>{"name", "config", "initial_state"}</c>.</summary>
    public static async Task<ConnectorFile> ReadConnectorAsync(string path, CancellationToken cancellationToken)
    {
        var connector = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? await ReadJsonAsync(path, cancellationToken)
            : new(await ReadAsync(path, cancellationToken), null);
        return !string.IsNullOrWhiteSpace(connector.Config.GetValueOrDefault("name"))
            ? connector
            : throw new ConfigException($"The connector file '{path}' has no 'name'. Add one.");
    }

    private static async Task<ConnectorFile> ReadJsonAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var text = await File.ReadAllBytesAsync(path, cancellationToken);
            using var document = JsonDocument.Parse(text, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("config", out var config) && config.ValueKind == JsonValueKind.Object)
            {
                var settings = Flat(config);
                settings["name"] = root.TryGetProperty("name", out var name) ? name.ToString() : settings.GetValueOrDefault("name");
                return new(settings, root.TryGetProperty("initial_state", out var state) ? ReadState(path, state.ToString()) : null);
            }

            return new(Flat(root), null);
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            throw new ConfigException(
                $"The connector file '{path}' is not a JSON object of settings: {cause.Message} Write {{\"name\": …, \"connector.class\": …}} or {{\"name\": …, \"config\": {{…}}}}.", cause);
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
