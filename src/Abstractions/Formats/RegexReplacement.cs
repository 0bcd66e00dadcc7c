using System.Text;
using System.Text.RegularExpressions;

namespace OrleansConnect.Abstractions.Formats;

/// <summary>Replacement texts by the rules and with the errors of Java's <c>Matcher.appendReplacement</c>.</summary>
internal static class RegexReplacement
{
    public static string Expand(string replacement, Match match, IReadOnlyDictionary<string, int> names)
    {
        var output = new StringBuilder();
        for (var position = 0; position < replacement.Length;)
        {
            switch (replacement[position])
            {
                case '\\':
                    output.Append(position + 1 < replacement.Length ? replacement[position + 1] : throw new ArgumentException("character to be escaped is missing"));
                    position += 2;
                    break;
                case '$':
                    output.Append(match.Groups[GroupAt(replacement, ref position, match.Groups.Count - 1, names)].ValueSpan);
                    break;
                case var unit:
                    output.Append(unit);
                    position++;
                    break;
            }
        }

        return output.ToString();
    }

    private static int GroupAt(string text, ref int position, int groupCount, IReadOnlyDictionary<string, int> names)
    {
        position++;
        if (position == text.Length)
        {
            throw new ArgumentException("Illegal group reference: group index is missing");
        }

        if (text[position] == '{')
        {
            return NamedGroupAt(text, ref position, names);
        }

        if (!char.IsAsciiDigit(text[position]))
        {
            throw new ArgumentException("Illegal group reference");
        }

        // Further digits belong to the number as long as there is such a group.
        var group = text[position++] - '0';
        while (position < text.Length && char.IsAsciiDigit(text[position]) && (group * 10) + (text[position] - '0') <= groupCount)
        {
            group = (group * 10) + (text[position++] - '0');
        }

        return group <= groupCount ? group : throw new ArgumentOutOfRangeException(paramName: null, $"No group {group}");
    }

    private static int NamedGroupAt(string text, ref int position, IReadOnlyDictionary<string, int> names)
    {
        var start = position + 1;
        var end = start;
        while (end < text.Length && char.IsAsciiLetterOrDigit(text[end]))
        {
            end++;
        }

        var name = text[start..end];
        if (name.Length == 0)
        {
            throw new ArgumentException("named capturing group has 0 length name");
        }

        if (end == text.Length || text[end] != '}')
        {
            throw new ArgumentException("named capturing group is missing trailing '}'");
        }

        if (char.IsAsciiDigit(name[0]))
        {
            throw new ArgumentException($"capturing group name {{{name}}} starts with digit character");
        }

        position = end + 1;
        return names.TryGetValue(name, out var group) ? group : throw new ArgumentException($"No group with name {{{name}}}");
    }
}
