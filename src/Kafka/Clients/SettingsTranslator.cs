using System.Globalization;
using System.Text.RegularExpressions;

namespace OrleansConnect.Kafka.Clients;

/// <summary>From the names and values of Kafka's Java clients to librdkafka's; librdkafka itself then checks every value.</summary>
internal static partial class SettingsTranslator
{
    /// <summary>Under librdkafka's names; what it does not know is left out, see <see cref="UnknownOf"/>.</summary>
    public static SettingsTranslation Translate(ClientKind kind, IReadOnlyList<IReadOnlyDictionary<string, string>> layers)
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
        var clamped = new List<ClampedSetting>();
        var refused = new List<InvalidSettingException>();
        using var conf = new NativeConf();
        foreach (var (name, value) in given.Where(setting => !JavaSettings.IsIgnored(setting.Key, kind)))
        {
            try
            {
                foreach (var (nativeName, nativeValue) in JavaSettings.Translate(kind, name, value, given))
                {
                    if (Set(conf, name, nativeName, nativeValue) is { } taken)
                    {
                        native[nativeName] = taken;
                        AddIfClamped(clamped, name, value, nativeValue, taken);
                    }
                }
            }
            catch (InvalidSettingException error)
            {
                refused.Add(error);
            }
        }

        return new(native, clamped, refused);
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

    private static void AddIfClamped(List<ClampedSetting> clamped, string name, string value, string nativeValue, string taken)
    {
        if (taken != nativeValue && !SecretNames.IsSecret(name) && clamped.TrueForAll(other => other.Name != name))
        {
            clamped.Add(new(name, value, taken));
        }
    }

    // The value as librdkafka takes it; null if it does not know the name.
    private static string? Set(NativeConf conf, string name, string nativeName, string nativeValue)
    {
        var value = WithinInt(conf, nativeName, nativeValue);
        try
        {
            return conf.TrySet(nativeName, value) ? value : null;
        }
        catch (FormatException e)
        {
            return Nearest(value, e.Message) is { } nearest && conf.TrySet(nativeName, nearest) ? nearest : throw Invalid(name, nativeName, nativeValue, e);
        }
    }

    // Java has settings of 64 bits, of which librdkafka would only see the lower half. A text of digits, such as a name or a password, is none of them.
    private static string WithinInt(NativeConf conf, string nativeName, string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number > int.MaxValue && !IsText(conf, nativeName)
            ? int.MaxValue.ToString(CultureInfo.InvariantCulture)
            : value;

    // What takes a word that is no number; it is set to its own value right after.
    private static bool IsText(NativeConf conf, string nativeName)
    {
        try
        {
            return conf.TrySet(nativeName, "text");
        }
        catch (FormatException)
        {
            return false;
        }
    }

    // A negative number means nothing to Kafka either, unless it was translated.
    private static string? Nearest(string value, string refusal)
    {
        var range = Range().Match(refusal);
        if (!range.Success || !double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        return number < double.Parse(range.Groups["min"].Value, CultureInfo.InvariantCulture) ? range.Groups["min"].Value : range.Groups["max"].Value;
    }

    private static InvalidSettingException Invalid(string name, string nativeName, string nativeValue, FormatException e)
    {
        var shown = SecretNames.IsSecret(name) ? SecretNames.Hidden : nativeValue;
        var reason = SecretNames.IsSecret(name) ? "the value is not allowed." : e.Message;
        return new InvalidSettingException(name, string.Create(
            CultureInfo.InvariantCulture, $"Kafka client setting '{name}' cannot be '{shown}': {reason}{JavaSettings.Allowed(nativeName)}"), e);
    }

    [GeneratedRegex(@"outside allowed range (?<min>-?[0-9.]+?)\.\.(?<max>[0-9.]+)")]
    private static partial Regex Range();
}
