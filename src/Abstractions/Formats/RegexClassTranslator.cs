using System.Text;

namespace OrleansConnect.Abstractions.Formats;

/// <summary>Puts a class of characters, with classes and intersections in it, into .NET's syntax. Its opening bracket has been read.</summary>
internal sealed class RegexClassTranslator(RegexScanner scanner, RegexFlags flags, int depth = 1)
{
    // Each class within another takes some of the stack.
    private const int DepthMax = 250;

    public string Translate()
    {
        var isNegated = scanner.Skip("^");
        var parts = new List<string>();
        var isFirst = true;
        while (!scanner.Skip("]") || isFirst)
        {
            // A bracket that would close the class before anything is in it stands for itself.
            if (isFirst && scanner.Peek(-1) == ']')
            {
                parts.Add(Union("]"));
            }
            else if (scanner.Skip("&&"))
            {
                if (parts.Count == 0 && scanner.Peek() is ('&' or ']'))
                {
                    throw scanner.ErrorBefore("Bad class syntax");
                }
            }
            else
            {
                parts.Add(Union(""));
            }

            isFirst = false;
        }

        var all = parts.Count == 1 ? parts[0] : $"(?:{string.Concat(parts.Take(parts.Count - 1).Select(part => $"(?={part})"))}{parts[^1]})";
        return !isNegated ? all : Negated(all, parts.Count == 1);
    }

    private string Negated(string all, bool isSingle) => all.StartsWith('[') && isSingle
        ? all.StartsWith("[^", StringComparison.Ordinal) ? $"[{all[2..]}" : RegexSet.OfCharacters($"[^{all[1..]}", flags)
        : $"(?:(?!{all}){RegexSet.OfCharacters(@"[\s\S]", flags)})";

    // What stands before && or the end: characters and ranges in one class, and classes that cannot be written in it.
    private string Union(string literal)
    {
        var content = new StringBuilder();
        var classes = new List<string>();
        if (literal.Length > 0)
        {
            AddRange(content, classes, literal[0]);
        }

        while (scanner.Peek() != ']' && !IsIntersection())
        {
            // With what stands behind a third sign it is no intersection: it is added.
            if (scanner.Peek() == '&' && scanner.Peek(1) == '&')
            {
                scanner.Skip("&&");
            }
            else if (scanner.Skip("["))
            {
                var within = depth < DepthMax ? new RegexClassTranslator(scanner, flags, depth + 1) : throw scanner.Error($"More than {DepthMax} classes within each other");
                Add(within.Translate(), content, classes);
            }
            else
            {
                AddItem(content, classes);
            }
        }

        if (content.Length > 0)
        {
            classes.Insert(0, RegexSet.OfCharacters($"[{content}]", flags));
        }

        return classes.Count == 1 ? classes[0] : classes.Count == 0 ? "(?!)" : $"(?:{string.Join('|', classes)})";
    }

    private bool IsIntersection() => scanner.Peek() == '&' && scanner.Peek(1) == '&' && scanner.Peek(2) != '&';

    private static void Add(string nested, StringBuilder content, List<string> classes)
    {
        if (nested.StartsWith("[^", StringComparison.Ordinal) || !nested.StartsWith('['))
        {
            classes.Add(nested);
        }
        else
        {
            content.Append(nested, 1, nested.Length - 2);
        }
    }

    private void AddItem(StringBuilder content, List<string> classes)
    {
        var unit = scanner.NextInClass();
        if (unit != '\\')
        {
            AddRange(content, classes, scanner.Whole(unit));
            return;
        }

        var letter = scanner.NextEscaped();
        if (letter == 'Q')
        {
            foreach (var quoted in scanner.Quotation().EnumerateRunes())
            {
                AddRange(content, classes, quoted.Value, quoted.Value);
            }
        }
        else if (RegexSets.Find(letter, scanner, flags) is { } set)
        {
            if (set.IsNegated)
            {
                classes.Add(RegexSet.OfCharacters(set.InBrackets, flags));
            }
            else
            {
                content.Append(set.Content);
            }
        }
        else
        {
            AddRange(content, classes, scanner.Literal(letter));
        }
    }

    private void AddRange(StringBuilder content, List<string> classes, int from)
    {
        if (scanner.Peek() != '-' || scanner.Peek(1) is ']' or '[' or '\0')
        {
            AddRange(content, classes, from, from);
            return;
        }

        scanner.Next();
        var unit = scanner.Next();
        var to = unit == '\\' ? scanner.Literal(scanner.NextEscaped()) : scanner.Whole(unit);
        AddRange(content, classes, from, to < from ? throw scanner.ErrorBefore("Illegal character range") : to);
    }

    private void AddRange(StringBuilder content, List<string> classes, int from, int to)
    {
        if (to > char.MaxValue)
        {
            classes.Add($"(?:{RegexSet.UnitsBetween(Math.Max(from, 0x10000), to)})");
        }

        if (from > char.MaxValue)
        {
            return;
        }

        RegexScanner.AppendLiteral(content, (char)from);
        if (to > from)
        {
            RegexScanner.AppendLiteral(content.Append('-'), (char)Math.Min(to, char.MaxValue));
        }

        if (flags.IgnoresAllCase)
        {
            RegexCases.AppendOthers(content, (char)from, (char)Math.Min(to, char.MaxValue));
        }
        else if (flags.IgnoresCase)
        {
            RegexSet.AppendOtherCase(content, from, to);
        }
    }
}
