using System.Globalization;

namespace OrleansConnect.Kafka.Clients;

/// <summary>From the names and values of Kafka's Java clients to librdkafka's; librdkafka itself then checks every value.</summary>
internal static class SettingsTranslator
{
    /// <summary>Under librdkafka's names; what it does not know is left out, see <see cref="UnknownOf"/>.</summary>
    public static IReadOnlyDictionary<string, string> Translate(ClientKind kind, IReadOnlyList<IReadOnlyDictionary<string, string>> layers)
    {
        var given = new Dictionary<string, string>(DefaultSettings.For(kind), StringComparer.Ordinal);
        foreach (var (name, value) in layers.SelectMany(layer => layer))
        {
            given[name] = value.Trim();
        }

        if (kind == ClientKind.Producer)
        {
            DefaultSettings.KeepOrder(given);
        }

        var native = new Dictionary<string, string>(StringComparer.Ordinal);
        using var conf = new NativeConf();
        foreach (var (name, value) in given)
        {
            if (JavaSettings.IsIgnored(name, kind))
            {
                continue;
            }

            foreach (var (nativeName, nativeValue) in JavaSettings.Translate(kind, name, value, given))
            {
                Check(conf, name, nativeName, nativeValue, native);
            }
        }

        return native;
    }

    /// <summary>The names that no client of the kind knows.</summary>
    public static IReadOnlyList<string> UnknownOf(ClientKind kind, IEnumerable<string> names)
    {
        using var conf = new NativeConf();
        return [.. names.Where(name => !JavaSettings.IsIgnored(name, kind) && !IsKnown(conf, kind, name))];
    }

    private static bool IsKnown(NativeConf conf, ClientKind kind, string name)
    {
        try
        {
            return JavaSettings.Translate(kind, name, "1", new Dictionary<string, string>()).All(setting => conf.TrySet(setting.Key, setting.Value));
        }
        catch (Exception error) when (error is FormatException or InvalidSettingException)
        {
            // A name whose value is looked at is known.
            return true;
        }
    }

    private static void Check(NativeConf conf, string name, string nativeName, string nativeValue, Dictionary<string, string> native)
    {
        try
        {
            if (conf.TrySet(nativeName, nativeValue))
            {
                native[nativeName] = nativeValue;
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
