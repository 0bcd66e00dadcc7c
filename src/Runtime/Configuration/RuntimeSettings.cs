using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Runtime.Placement;
using OrleansConnect.Runtime.Validation;
using OrleansConnect.Runtime.Validation.Hints;

namespace OrleansConnect.Runtime.Configuration;

/// <summary>Refuses bad values of the settings that any connector may have and that are ours alone.</summary>
internal static class RuntimeSettings
{
    private static readonly ConfigDef[] Definitions = [PlacementWish.Definition, RestartSettings.Definition, ErrorLimits.Definition, DeadLetterSettings.Definition];

    public static bool Knows(string key) => Array.Exists(Definitions, definition => definition.Find(key) is not null);

    public static void Check(IReadOnlyDictionary<string, string?> config)
    {
        try
        {
            PlacementWish.Of(config);
            RestartSettings.Of(config);
            ErrorLimits.Of(config);
            DeadLetterSettings.From(config);
        }
        catch (ConfigException error)
        {
            throw new ConnectRequestException(RequestErrorKind.Invalid, $"Connector configuration is invalid and contains the following 1 error(s):\n{error.Message}") { Hints = Hints(error.Message) };
        }
    }

    private static IReadOnlyList<string> Hints(string message) =>
        Definitions.SelectMany(definition => definition.Keys).FirstOrDefault(key => message.Contains($" {key.Name}:", StringComparison.Ordinal)) is { } key
            ? [ValidationHints.Of(new FoundError(key.Name, message, key, [], []))]
            : [];
}
