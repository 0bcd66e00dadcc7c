namespace OrleansConnect.Runtime.Configuration;

/// <summary>Settings as plugins get them: one that is null is one that is not there.</summary>
internal static class GivenSettings
{
    public static Dictionary<string, string> Of(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in settings)
        {
            if (value is not null)
            {
                given[key] = value;
            }
        }

        return given;
    }
}
