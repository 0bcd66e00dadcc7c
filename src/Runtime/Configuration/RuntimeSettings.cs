using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Runtime.Placement;

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
            throw ConnectRequestException.Invalid($"Connector configuration is invalid and contains the following 1 error(s):\n{error.Message}");
        }
    }
}
