using System.Text.Json;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Files;

/// <summary>Offsets in a file, as the REST interface and <c>offsets --json</c> have them: <c>{"offsets":[{"partition":{...},"offset":{...}}]}</c>.</summary>
internal static class OffsetFile
{
    public static async Task<IReadOnlyList<ConnectorOffset>> ReadAsync(Terminal terminal, string path, CancellationToken cancellationToken)
    {
        try
        {
            var text = path == "-" ? await terminal.Input.ReadToEndAsync(cancellationToken) : await File.ReadAllTextAsync(path, cancellationToken);
            return Parse(text, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.NotFound, $"'{path}' cannot be read: {e.Message}", e);
        }
    }

    private static IReadOnlyList<ConnectorOffset> Parse(string text, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("offsets", out var offsets) && offsets.ValueKind == JsonValueKind.Array
                && offsets.EnumerateArray().All(IsOffset))
            {
                return [.. offsets.EnumerateArray().Select(entry => new ConnectorOffset(Map(entry, "partition"), Map(entry, "offset")))];
            }
        }
        catch (JsonException e)
        {
            throw new CommandException(ExitCode.Invalid, $"'{path}' is not JSON: {e.Message}", e);
        }

        throw new CommandException(
            ExitCode.Invalid, $"'{path}' holds no offsets. Write {{\"offsets\": [{{\"partition\": {{…}}, \"offset\": {{…}}}}]}}, as 'offsets NAME --json' does; an offset of null is removed.");
    }

    private static bool IsOffset(JsonElement entry) => entry.ValueKind == JsonValueKind.Object && IsMap(entry, "partition") && IsMap(entry, "offset");

    private static bool IsMap(JsonElement entry, string key) => !entry.TryGetProperty(key, out var value) || value.ValueKind is JsonValueKind.Object or JsonValueKind.Null;

    private static string? Map(JsonElement entry, string key) => entry.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Object ? value.GetRawText() : null;
}
