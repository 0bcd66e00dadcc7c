using OrleansConnect.Client;

namespace OrleansConnect.Cli;

/// <summary>Which settings of one connector are never shown: those that its class calls passwords, and those that are named like one.</summary>
internal sealed class Secrets
{
    public const string Hidden = "[hidden]";

    private static readonly string[] Marks =
        ["password", "passwd", "passphrase", "secret", "jaas", "token", "credential", "api.key", "apikey", "access.key", "private.key", "keystore.key", "key.pem", "user.info"];

    private readonly HashSet<string> _passwords;

    public Secrets(IEnumerable<string> passwords) => _passwords = [.. passwords];

    /// <summary>Asks the worker what the class says; a class that it does not know leaves the names alone to tell.</summary>
    public static async Task<Secrets> OfAsync(ConnectClient client, IReadOnlyDictionary<string, string> config, CancellationToken cancellationToken)
    {
        if (config.GetValueOrDefault("connector.class") is not { Length: > 0 } connectorClass)
        {
            return new([]);
        }

        try
        {
            var settings = await client.GetPluginConfigAsync(connectorClass, config.GetValueOrDefault("connector.plugin.version"), cancellationToken);
            return new(settings.Where(setting => setting.Type == "PASSWORD").Select(setting => setting.Name));
        }
        catch (ConnectClientException e) when (e.Kind is ConnectErrorKind.NotFound or ConnectErrorKind.Invalid or ConnectErrorKind.Failed)
        {
            return new([]);
        }
    }

    /// <summary>The value, or what stands for it. A variable is no secret: it only says where one is.</summary>
    public string Show(string key, string value) => IsSecret(key) && !IsVariable(value) ? Hidden : value;

    public IReadOnlyDictionary<string, string> Show(IReadOnlyDictionary<string, string> config) =>
        config.OrderBy(setting => setting.Key, StringComparer.Ordinal).ToDictionary(setting => setting.Key, setting => Show(setting.Key, setting.Value));

    private bool IsSecret(string key) => _passwords.Contains(key) || Array.Exists(Marks, mark => key.Contains(mark, StringComparison.OrdinalIgnoreCase));

    private static bool IsVariable(string value) => value.StartsWith("${", StringComparison.Ordinal) && value.IndexOf('}', StringComparison.Ordinal) == value.Length - 1;
}
