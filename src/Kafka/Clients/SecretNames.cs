namespace OrleansConnect.Kafka.Clients;

/// <summary>Which settings must never be shown, by Kafka's and by librdkafka's names.</summary>
internal static class SecretNames
{
    public const string Hidden = "[hidden]";

    private static readonly string[] Marks = ["password", "secret", "jaas", "passphrase", "key.pem", "keystore.key", "token", "oauthbearer.config"];

    public static bool IsSecret(string name) =>
        !name.EndsWith(".url", StringComparison.Ordinal) && Array.Exists(Marks, mark => name.Contains(mark, StringComparison.OrdinalIgnoreCase));
}
