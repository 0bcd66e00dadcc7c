using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Placement;

namespace OrleansConnect.Runtime.Configuration;

/// <summary>Refuses bad values of the settings that any connector may have and that are ours alone.</summary>
internal static class RuntimeSettings
{
    public static bool Knows(string key) => PlacementWish.Definition.Find(key) is not null || RestartSettings.Definition.Find(key) is not null;

    public static void Check(IReadOnlyDictionary<string, string?> config)
    {
        try
        {
            PlacementWish.Of(config);
            RestartSettings.Of(config);
        }
        catch (ConfigException error)
        {
            throw ConnectRequestException.Invalid($"Connector configuration is invalid and contains the following 1 error(s):\n{error.Message}");
        }
    }
}
