using System.Text;
using System.Text.RegularExpressions;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>
/// A message of an exception with its numbers and quoted parts apart, which differ from record to record where the cause is the same. Messages of one shape are merged: what is the same in all
/// of them stays readable.
/// </summary>
internal sealed partial class MessagePattern
{
    private const string Gap = "…";
    private const char End = '\0';

    private readonly string[] _fixed;
    private readonly string?[] _parts;

    private MessagePattern(string[] around, string?[] parts) => (_fixed, _parts) = (around, parts);

    /// <summary>What messages of one cause have in common, around zeroes for what differs.</summary>
    public string Shape => string.Join(End, _fixed);

    public static MessagePattern Of(string message)
    {
        // What tells one cause from another comes first; a record's content that follows may be long.
        var text = GroupText.Cut(message).Replace(End, ' ');
        var (around, parts, from) = (new List<string>(), new List<string?>(), 0);
        foreach (var match in Variable().EnumerateMatches(text))
        {
            around.Add(text[from..match.Index]);
            parts.Add(text.Substring(match.Index, match.Length));
            from = match.Index + match.Length;
        }

        around.Add(text[from..]);
        return new([.. around], [.. parts]);
    }

    /// <summary>Takes in another message of the same shape.</summary>
    public void Merge(MessagePattern other)
    {
        for (var at = 0; at < _parts.Length; at++)
        {
            _parts[at] = _parts[at] == other._parts[at] ? _parts[at] : null;
        }
    }

    /// <summary>The message, with … where the merged ones differ.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(_fixed[0]);
        for (var at = 0; at < _parts.Length; at++)
        {
            text.Append(_parts[at] ?? Gap).Append(_fixed[at + 1]);
        }

        return text.ToString();
    }

    // A quote within a word is an apostrophe.
    [GeneratedRegex("""(?<!\w)'[^']*'(?!\w)|"[^"]*"|0x[0-9A-Fa-f]+|\d+""")]
    private static partial Regex Variable();
}
