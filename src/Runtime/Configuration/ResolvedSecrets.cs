using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Runtime.Configuration;

/// <summary>What variables stand for, so that a text that is shown to anybody has the variables again.</summary>
internal sealed class ResolvedSecrets
{
    // Replacing shorter ones would garble texts that have nothing to do with them.
    private const int ShortestSecret = 4;

    private readonly KeyValuePair<string, string>[] _secrets;

    /// <param name="variables">What was found, each with its variable.</param>
    public ResolvedSecrets(IEnumerable<KeyValuePair<string, string>> variables) =>
        _secrets =
        [
            .. variables.SelectMany(variable => Forms(variable.Key).Select(form => KeyValuePair.Create(form, variable.Value)))
                .Where(form => form.Key.Length >= ShortestSecret)
                .DistinctBy(form => form.Key)
                .OrderByDescending(form => form.Key.Length),
        ];

    public static ResolvedSecrets None { get; } = Of();

    /// <summary>What was resolved in any of these.</summary>
    public static ResolvedSecrets Of(params IEnumerable<ResolvedConfig> resolved) => new(resolved.SelectMany(config => config.Variables));

    public bool IsEmpty => _secrets.Length == 0;

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
            if (bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) < 0)
            {
                continue;
            }

            // One character a byte, so that texts within any bytes are found and nothing else changes.
            bytes = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes).Replace(AsBytes(secret), AsBytes(variable), StringComparison.Ordinal));
        }

        return bytes;
    }

    /// <summary>The error itself where it tells nothing, else one that reads the same with variables in it.</summary>
    public Exception Hide(Exception error)
    {
        if (IsEmpty)
        {
            return error;
        }

        var text = error.ToString();
        var hidden = Hide(text);
        return hidden == text ? error : new CensoredException(Hide(error.Message), hidden, error);
    }

    /// <summary>The call's result; what it throws is hidden as above.</summary>
    public async Task<T> HideAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception error) when (error is not OperationCanceledException && Hide(error) is CensoredException censored)
        {
            throw censored;
        }
    }

    // As messages and JSON show it: without blanks around it, one element of a list alone, and escaped.
    private static IEnumerable<string> Forms(string secret)
    {
        string[] plain = [secret.Trim().Length >= ShortestSecret ? secret.Trim() : secret, .. secret.Split(',', StringSplitOptions.TrimEntries)];
        return plain.Concat(plain.Select(Escaped).OfType<string>()).Distinct();
    }

    // Null for a text with half a surrogate pair, which no JSON that is written here has.
    private static string? Escaped(string form)
    {
        try
        {
            return JsonEncodedText.Encode(form, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string AsBytes(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}
