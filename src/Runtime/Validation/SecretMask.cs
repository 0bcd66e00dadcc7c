using System.Diagnostics.CodeAnalysis;
using System.Text;
using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Runtime.Validation;

/// <summary>Puts variables back where an answer would show what they stand for.</summary>
internal sealed class SecretMask(IReadOnlyDictionary<string, string?> original, ResolvedConfig resolved)
{
    // Replacing shorter ones would garble texts that have nothing to do with them.
    private const int ShortestSecret = 4;

    private readonly KeyValuePair<string, string>[] _secrets =
        [.. resolved.Variables.Where(variable => variable.Key.Length >= ShortestSecret).OrderByDescending(variable => variable.Key.Length)];

    public bool IsEmpty => resolved.Variables.Count == 0;

    public string Hide(string text)
    {
        foreach (var (secret, variable) in _secrets)
        {
            text = text.Replace(secret, variable, StringComparison.Ordinal);
        }

        return text;
    }

    [return: NotNullIfNotNull(nameof(bytes))]
    public byte[]? Hide(byte[]? bytes)
    {
        if (bytes is null)
        {
            return null;
        }

        foreach (var (secret, variable) in _secrets)
        {
            // One character a byte, so that texts within any bytes are found and nothing else changes.
            bytes = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes).Replace(AsBytes(secret), AsBytes(variable), StringComparison.Ordinal));
        }

        return bytes;
    }

    public ValidationReport Hide(ValidationReport report) => IsEmpty ? report : report with { Keys = [.. report.Keys.Select(Hide)] };

    private static string AsBytes(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    private ValidatedKey Hide(ValidatedKey key) => key.Value is { } value ? key with { Value = Hide(value) } : key;

    private ConfigValue Hide(ConfigValue value)
    {
        if (ConfigVariables.In(original.GetValueOrDefault(value.Name)) && original[value.Name] is { } text)
        {
            var secret = resolved.Settings.GetValueOrDefault(value.Name);
            return value with
            {
                Value = value.Value is null or Password ? value.Value : text,
                Errors = [.. value.Errors.Select(error => Hide(string.IsNullOrEmpty(secret) ? error : error.Replace(secret, text, StringComparison.Ordinal)))],
            };
        }

        var shown = ConfigText.Render(value.Value);
        return value with
        {
            Value = shown is null || Hide(shown) == shown ? value.Value : Hide(shown),
            RecommendedValues = [.. value.RecommendedValues.Select(recommended => ConfigText.Render(recommended) is { } rendered && Hide(rendered) != rendered ? Hide(rendered) : recommended)],
            Errors = [.. value.Errors.Select(Hide)],
        };
    }
}
