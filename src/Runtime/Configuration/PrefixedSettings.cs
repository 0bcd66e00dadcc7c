namespace OrleansConnect.Runtime.Configuration;

/// <summary>Cuts out the settings of one part: <c>value.converter.schemas.enable</c> becomes <c>schemas.enable</c>.</summary>
public static class PrefixedSettings
{
    /// <summary>The settings that begin with a prefix, without it; null values are left out.</summary>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyDictionary<string, string?> settings, string prefix)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in WithNulls(settings, prefix))
        {
            if (value is not null)
            {
                found[key] = value;
            }
        }

        return found;
    }

    /// <summary>The same with null values.</summary>
    internal static Dictionary<string, string?> WithNulls(IReadOnlyDictionary<string, string?> settings, string prefix)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(prefix);
        return settings.Where(setting => setting.Key.Length > prefix.Length && setting.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(setting => setting.Key[prefix.Length..], setting => setting.Value, StringComparer.Ordinal);
    }
}
