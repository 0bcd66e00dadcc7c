using System.Globalization;

namespace OrleansConnect.Kafka.Clients;

/// <summary>From the names and values of Kafka's Java clients to librdkafka's; librdkafka itself then checks every value.</summary>
internal static class SettingsTranslator
{
    public static TranslatedSettings Translate(ClientKind kind, IReadOnlyList<IReadOnlyDictionary<string, string>> layers)
    {
        var given = new Dictionary<string, string>(DefaultSettings.For(kind), StringComparer.Ordinal);
        foreach (var (name, value) in layers.SelectMany(layer => layer))
        {
            given[name] = value.Trim();
        }

        var native = new Dictionary<string, string>(StringComparer.Ordinal);
        var warnings = new List<string>();
        using var conf = new NativeConf();
        foreach (var (name, value) in given)
        {
            if (JavaSettings.IsIgnored(name, kind))
            {
                continue;
            }

            foreach (var (nativeName, nativeValue) in JavaSettings.Translate(kind, name, value, given))
            {
                Check(conf, name, nativeName, nativeValue, native, warnings);
            }
        }

        return new TranslatedSettings(native, warnings);
    }

    private static void Check(
        NativeConf conf, string name, string nativeName, string nativeValue, Dictionary<string, string> native, List<string> warnings)
    {
        try
        {
            if (conf.TrySet(nativeName, nativeValue))
            {
                native[nativeName] = nativeValue;
            }
            else
            {
                warnings.Add($"The Kafka client does not know the setting '{name}': it has no effect.");
            }
        }
        catch (FormatException e)
        {
            var shown = SecretNames.IsSecret(name) ? SecretNames.Hidden : nativeValue;
            var reason = SecretNames.IsSecret(name) ? "the value is not allowed." : e.Message;
            throw new InvalidSettingException(name, string.Create(
                CultureInfo.InvariantCulture, $"Kafka client setting '{name}' cannot be '{shown}': {reason}{JavaSettings.Allowed(nativeName)}"), e);
        }
    }
}
