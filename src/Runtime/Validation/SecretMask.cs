using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Runtime.Validation;

/// <summary>Puts variables back where an answer would show what they stand for.</summary>
internal sealed class SecretMask(IReadOnlyDictionary<string, string?> original, ResolvedConfig resolved)
{
    private readonly ResolvedSecrets _secrets = ResolvedSecrets.Of(resolved);

    public bool IsEmpty => resolved.Variables.Count == 0;

    public string Hide(string text) => _secrets.Hide(text);

    [return: NotNullIfNotNull(nameof(bytes))]
    public byte[]? Hide(byte[]? bytes) => _secrets.Hide(bytes);

    public ValidationReport Hide(ValidationReport report) => IsEmpty ? report : report with
    {
        Name = Hide(report.Name),
        Groups = [.. report.Groups.Select(Hide)],
        Keys = [.. report.Keys.Select(Hide)],
    };

    private ValidatedKey Hide(ValidatedKey key) => new(key.Definition is { } definition ? Hide(definition) : null, key.Value is { } value ? Hide(value) : null);

    // Names of transformations and predicates are values of settings, and in names of other settings.
    private ConfigKey Hide(ConfigKey key) => Hide(key.Name) == key.Name
        ? key
        : key with
        {
            Name = Hide(key.Name),
            DisplayName = Hide(key.DisplayName),
            Group = key.Group is { } group ? Hide(group) : null,
            Documentation = Hide(key.Documentation),
            Dependents = [.. key.Dependents.Select(Hide)],
        };

    private ConfigValue Hide(ConfigValue value)
    {
        if (ConfigVariables.In(original.GetValueOrDefault(value.Name)) && original[value.Name] is { } text)
        {
            return value with
            {
                Value = value.Value is null or Password ? value.Value : text,
                RecommendedValues = [.. value.RecommendedValues.Select(HideRecommended)],
                Errors = [.. value.Errors.Select(error => Hide(HideOwn(error, value.Name, text)))],
            };
        }

        var shown = ConfigText.Render(value.Value);
        return value with
        {
            Name = Hide(value.Name),
            Value = shown is null || Hide(shown) == shown ? value.Value : Hide(shown),
            RecommendedValues = [.. value.RecommendedValues.Select(HideRecommended)],
            Errors = [.. value.Errors.Select(Hide)],
        };
    }

    private object HideRecommended(object recommended) => ConfigText.Render(recommended) is { } rendered && Hide(rendered) != rendered ? Hide(rendered) : recommended;

    // In the errors of the setting that has them, variables are put back for the shortest values too, and however rules change the case: what it garbles there tells nothing.
    private string HideOwn(string error, string name, string text)
    {
        var shown = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (resolved.Settings.GetValueOrDefault(name)?.Trim() is { Length: > 0 } whole)
        {
            shown[whole] = text;
        }

        foreach (var (found, variable) in resolved.Variables)
        {
            if (found.Trim() is { Length: > 0 } secret && text.Contains(variable, StringComparison.Ordinal))
            {
                shown.TryAdd(secret, variable);
            }
        }

        var any = string.Join('|', shown.Keys.OrderByDescending(secret => secret.Length).Select(Regex.Escape));
        return any.Length == 0 ? error : Regex.Replace(error, any, match => shown.GetValueOrDefault(match.Value, match.Value), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }
}
