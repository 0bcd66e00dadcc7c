using System.Text.RegularExpressions;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Abstractions.Formats;

/// <summary>A regular expression of Java's <c>java.util.regex</c>, for one caller at a time.</summary>
public sealed class JavaRegex
{
    private const RegexOptions Options = RegexOptions.CultureInvariant;

    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(10);

    private readonly (Regex Anywhere, Regex Whole) _narrow;
    private readonly Lazy<(Regex Anywhere, Regex Whole)> _wide;
    private readonly RegexTranslation _translation;

    /// <summary>Translates an expression; one that is none is a <see cref="FormatException"/>.</summary>
    public JavaRegex(string pattern)
        : this(pattern, TimeMax)
    {
    }

    // With another limit to how long one match may take.
    internal JavaRegex(string pattern, TimeSpan timeMax)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        Pattern = pattern;
        _translation = RegexTranslator.Translate(pattern);
        _narrow = Compile(_translation, timeMax);
        _wide = new(() => Compile(RegexTranslator.Translate(pattern, isWide: true), timeMax));
    }

    /// <summary>The expression.</summary>
    public string Pattern { get; }

    /// <summary>Whether a text matches as a whole.</summary>
    public bool Matches(string text) => Guarded(text, () => In(text).Whole.IsMatch(text));

    /// <summary>
    /// A text whose first match is replaced. In the replacement <c>$1</c> and <c>${name}</c> stand for groups, and a backslash takes the
    /// meaning from what follows.
    /// </summary>
    /// <exception cref="DataException">The replacement names a group that is not there, or is not complete.</exception>
    public string ReplaceFirst(string text, string replacement)
    {
        ArgumentNullException.ThrowIfNull(replacement);
        var match = Guarded(text, () => In(text).Anywhere.Match(text));
        return match.Success
            ? string.Concat(text.AsSpan(0, match.Index), RegexReplacement.Expand(replacement, match, _translation.GroupNames), text.AsSpan(match.Index + match.Length))
            : text;
    }

    /// <summary>The expression.</summary>
    public override string ToString() => Pattern;

    private static (Regex Anywhere, Regex Whole) Compile(RegexTranslation translation, TimeSpan timeMax)
    {
        try
        {
            return (new Regex(translation.Pattern, Options, timeMax), new Regex($@"\A(?:{translation.Pattern})\z", Options, timeMax));
        }
        catch (ArgumentException error)
        {
            throw new FormatException(error.Message, error);
        }
    }

    // Hardly any text has characters of two units, and expressions that take them for one are slower.
    private (Regex Anywhere, Regex Whole) In(string text) => text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? _wide.Value : _narrow;

    private T Guarded<T>(string text, Func<T> run)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return run();
        }
        catch (RegexMatchTimeoutException error)
        {
            throw new DataException($"The regular expression '{Pattern}' takes more than {_narrow.Whole.MatchTimeout.TotalSeconds} s on the text '{text}'. Make it simpler.", error);
        }
        catch (Exception error) when (error is IndexOutOfRangeException or ArgumentException or InvalidOperationException or NullReferenceException)
        {
            // A fault of .NET's engine, which some expressions meet that repeat what matches nothing.
            throw new DataException($"The regular expression '{Pattern}' cannot be tried on the text '{text}': {error.Message} Make it simpler.", error);
        }
    }
}
