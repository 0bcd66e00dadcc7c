using System.Globalization;
using System.Text;

namespace OrleansConnect.Abstractions.Formats;

/// <summary>
/// Puts a Java regular expression into .NET's syntax. Where both know the same signs they stay; classes, possessive quantifiers, quotations and
/// names of groups are rewritten.
/// </summary>
internal sealed class RegexTranslator
{
    private const string AnyUnit = @"[\s\S]";

    private readonly RegexScanner _scanner;
    private readonly StringBuilder _output = new();
    private readonly Dictionary<string, int> _groupNames = [];
    private readonly Stack<(int Start, bool IsDotAll, bool IsCommenting)> _open = [];
    private readonly int _groupTotal;
    private int _groups;
    private int _atomStart;
    private bool _isDotAll;

    private RegexTranslator(string pattern, int groupTotal) => (_scanner, _groupTotal) = (new RegexScanner(pattern), groupTotal);

    public static RegexTranslation Translate(string pattern)
    {
        // A first run counts the groups, which references depend on.
        var groupTotal = new RegexTranslator(pattern, int.MaxValue).Run().GroupCount;
        return new RegexTranslator(pattern, groupTotal).Run();
    }

    private RegexTranslation Run()
    {
        while (!_scanner.IsAtEnd)
        {
            TranslateNext();
        }

        return _open.Count > 0 ? throw _scanner.Error("Unclosed group") : new(_output.ToString(), _groupNames, _groups);
    }

    private void TranslateNext()
    {
        var start = _output.Length;
        switch (_scanner.Next())
        {
            case '(':
                OpenGroup(start);
                return;
            case ')':
                CloseGroup();
                return;
            case '[':
                _output.Append(new RegexClassTranslator(_scanner).Translate());
                break;
            case '\\':
                TranslateEscape();
                break;
            case '.':
                _output.Append(_isDotAll ? AnyUnit : @"[^\n\r\u0085\u2028\u2029]");
                break;
            case ('*' or '+' or '?' or '{') and var mark:
                Quantify(mark);
                return;
            case ('|' or '^' or '$' or '#' or ' ') and var sign:
                _output.Append(sign);
                break;
            case var literal:
                RegexScanner.AppendLiteral(_output, literal);
                break;
        }

        _atomStart = start;
    }

    private void OpenGroup(int start)
    {
        _open.Push((start, _isDotAll, _scanner.IsCommenting));
        if (!_scanner.Skip("?"))
        {
            _groups++;
            _output.Append('(');
        }
        else if (_scanner.SkipAny([":", "=", "!", ">", "<=", "<!"]) is { } kind)
        {
            _output.Append("(?").Append(kind);
        }
        else if (_scanner.Skip("<"))
        {
            var name = _scanner.Name('>');
            if (!_groupNames.TryAdd(name, ++_groups))
            {
                throw _scanner.Error($"Named capturing group <{name}> is already defined");
            }

            _output.Append('(');
        }
        else
        {
            SetFlags();
        }

        _atomStart = _output.Length;
    }

    // Java's flags d, u and U have no meaning for the texts that are matched here; s is dealt with where a dot is, x where characters are read.
    private void SetFlags()
    {
        var flags = new StringBuilder();
        var isOn = true;
        var isCommenting = _scanner.IsCommenting;
        for (var flag = _scanner.Next(); flag is not (')' or ':'); flag = _scanner.Next())
        {
            switch (flag)
            {
                case '-':
                    isOn = false;
                    flags.Append(flag);
                    break;
                case 's':
                    _isDotAll = isOn;
                    break;
                case 'x':
                    isCommenting = isOn;
                    break;
                case 'i' or 'm':
                    flags.Append(flag);
                    break;
                case 'd' or 'u' or 'U':
                    break;
                default:
                    throw _scanner.Error("Unknown inline modifier");
            }
        }

        _scanner.IsCommenting = isCommenting;
        var text = flags.ToString().TrimEnd('-');
        if (_scanner.Last == ':')
        {
            _output.Append("(?").Append(text).Append(':');
            return;
        }

        // Flags of no group hold until the end of the group they stand in.
        _open.Pop();
        _output.Append(text.Length == 0 ? "" : $"(?{text})");
    }

    private void CloseGroup()
    {
        if (_open.Count == 0)
        {
            throw _scanner.Error("Unmatched closing ')'");
        }

        (_atomStart, _isDotAll, _scanner.IsCommenting) = _open.Pop();
        _output.Append(')');
    }

    private void Quantify(char mark)
    {
        if (_atomStart >= _output.Length)
        {
            // A number of times nothing is nothing, the other signs need something before them.
            _output.Append(mark == '{' ? "(?:)" : throw _scanner.Error($"Dangling meta character '{mark}'"));
        }

        _output.Append(mark == '{' ? _scanner.Repetition() : mark.ToString());
        if (_scanner.Skip("+"))
        {
            _output.Insert(_atomStart, "(?>").Append(')');
        }
        else if (_scanner.Skip("?"))
        {
            _output.Append('?');
        }

        // What is repeated cannot be repeated again.
        _atomStart = _output.Length;
    }

    private void TranslateEscape()
    {
        var letter = _scanner.NextEscaped();
        switch (letter)
        {
            case 'Q':
                foreach (var unit in _scanner.Quotation())
                {
                    _atomStart = _output.Length;
                    RegexScanner.AppendLiteral(_output, unit);
                }

                break;
            case >= '1' and <= '9':
                AppendReference(_scanner.Reference(letter, _groups));
                break;
            case 'k' when _scanner.Skip("<"):
                var name = _scanner.Name('>');
                AppendReference(_groupNames.TryGetValue(name, out var group) ? group : throw _scanner.Error($"named capturing group <{name}> does not exist"));
                break;
            case 'b' or 'B' or 'A' or 'G' or 'Z' or 'z':
                _output.Append('\\').Append(letter);
                break;
            case 'R':
                _output.Append(@"(?:\r\n|[\n\u000B\f\r\u0085\u2028\u2029])");
                break;
            case 'X':
                _output.Append(@"(?>\P{M}\p{M}*)");
                break;
            default:
                AppendClassOrLiteral(letter);
                break;
        }
    }

    private void AppendReference(int group) =>
        _output.Append(group <= _groupTotal ? string.Create(CultureInfo.InvariantCulture, $@"(?:\{group})") : "(?!)");

    private void AppendClassOrLiteral(char letter)
    {
        if (RegexSets.Find(letter, _scanner) is { } set)
        {
            _output.Append('[').Append(set).Append(']');
        }
        else
        {
            RegexScanner.AppendLiteral(_output, _scanner.Literal(letter));
        }
    }
}
