namespace OrleansConnect.Runtime.Configuration;

/// <summary>Cuts out the settings of one part: <c>value.converter.schemas.enable</c> becomes <c>schemas.enable</c>.</summary>
public static class PrefixedSettings
{
    /// <summary>The settings that begin with a prefix, without it; null values are left out.</summary>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyDictionary<string, string?> settings, string prefix)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(prefix);
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in settings)
        {
            if (value is not null && key.Length > prefix.Length && key.StartsWith(prefix, StringComparison.Ordinal))
            {
                found[key[prefix.Length..]] = value;
            }
        }

        return found;
    }
}
