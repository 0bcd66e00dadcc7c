using System.Text;

namespace OrleansConnect.Abstractions.Formats;

/// <summary>Puts a class of characters, with classes and intersections in it, into .NET's syntax. Its opening bracket has been read.</summary>
internal sealed class RegexClassTranslator(RegexScanner scanner, int depth = 1)
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
                continue;
            }
            else
            {
                parts.Add(Union(""));
            }

            isFirst = false;
        }

        var all = parts.Count == 1 ? parts[0] : $"(?:{string.Concat(parts.Take(parts.Count - 1).Select(part => $"(?={part})"))}{parts[^1]})";
        return !isNegated ? all : all.StartsWith('[') && parts.Count == 1 ? $"[^{all[1..]}" : $@"(?:(?!{all})[\s\S])";
    }

    // What stands before && or the end: characters and ranges in one class, and classes that cannot be written in it.
    private string Union(string literal)
    {
        var content = new StringBuilder();
        var classes = new List<string>();
        if (literal.Length > 0)
        {
            AddRange(content, literal[0]);
        }

        while (scanner.Peek() != ']' && !(scanner.Peek() == '&' && scanner.Peek(1) == '&'))
        {
            if (scanner.Skip("["))
            {
                var within = depth < DepthMax ? new RegexClassTranslator(scanner, depth + 1) : throw scanner.Error($"More than {DepthMax} classes within each other");
                Add(within.Translate(), content, classes);
            }
            else
            {
                AddItem(content);
            }
        }

        if (content.Length > 0)
        {
            classes.Insert(0, $"[{content}]");
        }

        return classes.Count == 1 ? classes[0] : classes.Count == 0 ? "(?!)" : $"(?:{string.Join('|', classes)})";
    }

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

    private void AddItem(StringBuilder content)
    {
        var unit = scanner.Next();
        if (unit != '\\')
        {
            AddRange(content, unit);
            return;
        }

        var letter = scanner.NextEscaped();
        if (letter == 'Q')
        {
            foreach (var quoted in scanner.Quotation())
            {
                RegexScanner.AppendLiteral(content, quoted);
            }
        }
        else if (RegexSets.Find(letter, scanner) is { } set)
        {
            content.Append(set);
        }
        else
        {
            AddRange(content, scanner.Literal(letter));
        }
    }

    private void AddRange(StringBuilder content, char from)
    {
        RegexScanner.AppendLiteral(content, from);
        if (scanner.Peek() != '-' || scanner.Peek(1) is ']' or '[' or '\0')
        {
            return;
        }

        scanner.Next();
        var to = scanner.Next();
        to = to == '\\' ? scanner.Literal(scanner.NextEscaped()) : to;
        if (to < from)
        {
            throw scanner.Error("Illegal character range");
        }

        RegexScanner.AppendLiteral(content.Append('-'), to);
    }
}
