using System.Text.RegularExpressions;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Abstractions.Formats;

/// <summary>A regular expression of Java's <c>java.util.regex</c>, for one caller at a time.</summary>
public sealed class JavaRegex
{
    private const RegexOptions Options = RegexOptions.CultureInvariant;

    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(10);

    private readonly Regex _anywhere;
    private readonly Regex _whole;
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
        try
        {
            _anywhere = new Regex(_translation.Pattern, Options, timeMax);
            _whole = new Regex($@"\A(?:{_translation.Pattern})\z", Options, timeMax);
        }
        catch (ArgumentException error)
        {
            throw new FormatException(error.Message, error);
        }
    }

    /// <summary>The expression.</summary>
    public string Pattern { get; }

    /// <summary>Whether a text matches as a whole.</summary>
    public bool Matches(string text) => Guarded(text, () => _whole.IsMatch(text));

    /// <summary>
    /// A text whose first match is replaced. In the replacement <c>$1</c> and <c>${name}</c> stand for groups, and a backslash takes the
    /// meaning from what follows.
    /// </summary>
    /// <exception cref="DataException">The replacement names a group that is not there, or is not complete.</exception>
    public string ReplaceFirst(string text, string replacement)
    {
        ArgumentNullException.ThrowIfNull(replacement);
        var match = Guarded(text, () => _anywhere.Match(text));
        return match.Success
            ? string.Concat(text.AsSpan(0, match.Index), RegexReplacement.Expand(replacement, match, _translation.GroupNames), text.AsSpan(match.Index + match.Length))
            : text;
    }

    /// <summary>The expression.</summary>
    public override string ToString() => Pattern;

    private T Guarded<T>(string text, Func<T> run)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return run();
        }
        catch (RegexMatchTimeoutException error)
        {
            throw new DataException($"The regular expression '{Pattern}' takes more than {_whole.MatchTimeout.TotalSeconds} s on the text '{text}'. Make it simpler.", error);
        }
    }
}
