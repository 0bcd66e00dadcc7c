using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Configuration;

/// <summary>The rules for the name of a connector, which is in the request and may be in the configuration too.</summary>
public static class ConnectorName
{
    private const string NameKey = "name";

    // Java's blanks: the space and every control character before it.
    private static readonly char[] Blanks = [.. Enumerable.Range(0, ' ' + 1).Select(code => (char)code)];

    /// <summary>The name without blanks around it.</summary>
    public static string Trim(string? name) => name?.Trim(Blanks) ?? "";

    /// <summary>The configuration with the name in it; another name in it is refused.</summary>
    /// <exception cref="ConnectRequestException">There is another name in it.</exception>
    public static IReadOnlyDictionary<string, string?> AddTo(IReadOnlyDictionary<string, string?> config, string name)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config.GetValueOrDefault(NameKey) is not { } configured)
        {
            return new Dictionary<string, string?>(config) { [NameKey] = name };
        }

        return configured == name
            ? config
            : throw ConnectRequestException.Invalid($"Connector name configuration ({configured}) doesn't match connector name in the URL ({name})");
    }
}
