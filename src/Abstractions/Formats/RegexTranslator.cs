using System.Globalization;
using System.Text;

namespace OrleansConnect.Abstractions.Formats;

/// <summary>
/// Puts a Java regular expression into .NET's syntax. Where both mean the same by a sign it stays; flags, anchors, classes, possessive quantifiers,
/// quotations and names of groups are rewritten. What .NET has no means for is an error that names it.
/// </summary>
internal sealed class RegexTranslator
{
    private const string LineEnd = @"(?:\r\n|[\n\u000B\f\r\u0085\u2028\u2029])";

    private readonly RegexScanner _scanner;
    private readonly StringBuilder _output = new();
    private readonly Dictionary<string, int> _groupNames = [];
    private readonly Stack<(int Start, RegexFlags Flags, bool IsCommenting)> _open = [];
    private readonly int _groupTotal;
    private RegexFlags _flags;
    private int _groups;
    private int _atomStart;

    private RegexTranslator(string pattern, int groupTotal, bool isWide) =>
        (_scanner, _groupTotal, _flags) = (new RegexScanner(pattern), groupTotal, new RegexFlags { IsWide = isWide });

    /// <summary>Translates an expression; one that is none is a <see cref="FormatException"/>.</summary>
    /// <param name="pattern">The expression.</param>
    /// <param name="isWide">Whether it is for texts with characters beyond 16 bits.</param>
    public static RegexTranslation Translate(string pattern, bool isWide = false)
    {
        // A first run counts the groups, which references depend on.
        var groupTotal = new RegexTranslator(pattern, int.MaxValue, isWide).Run().GroupCount;
        return new RegexTranslator(pattern, groupTotal, isWide).Run();
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
            case '|':
                _output.Append('|');
                _atomStart = _output.Length;
                return;
            case ('*' or '+' or '?' or '{') and var mark:
                Quantify(mark);
                return;
            case '\\':
                TranslateEscape();
                break;
            case var sign:
                TranslateSign(sign);
                break;
        }

        _atomStart = start;
    }

    private void TranslateSign(char sign)
    {
        switch (sign)
        {
            case '[':
                _output.Append(new RegexClassTranslator(_scanner, _flags).Translate());
                break;
            case '.':
                AppendSet(RegexAnchors.Dot(_flags));
                break;
            case '^':
                _output.Append(RegexAnchors.Start(_flags));
                break;
            case '$':
                _output.Append(RegexAnchors.End(_flags));
                break;
            default:
                AppendCharacter(_scanner.Whole(sign));
                break;
        }
    }

    private void OpenGroup(int start)
    {
        _open.Push((start, _flags, _scanner.IsCommenting));
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
                throw _scanner.ErrorBefore($"Named capturing group <{name}> is already defined");
            }

            _output.Append('(');
        }
        else
        {
            SetFlags();
        }

        _atomStart = _output.Length;
    }

    // None go into the translation: each is dealt with where it changes the meaning of a sign, x where characters are read.
    private void SetFlags()
    {
        var isOn = true;
        var isCommenting = _scanner.IsCommenting;
        for (var flag = NextFlag(); flag is not (')' or ':'); flag = NextFlag())
        {
            if (flag == '-')
            {
                isOn = false;
            }
            else if (flag == 'x')
            {
                isCommenting = isOn;
            }
            else
            {
                _flags = _flags.With(flag, isOn) ?? throw _scanner.ErrorBefore("Unknown inline modifier");
            }
        }

        _scanner.IsCommenting = isCommenting;
        if (_scanner.Last == ':')
        {
            _output.Append("(?:");
            return;
        }

        // Flags of no group hold until the end of the group they stand in.
        _open.Pop();
    }

    private char NextFlag() => _scanner.IsAtEnd ? throw _scanner.Error("Unknown inline modifier") : _scanner.Next();

    private void CloseGroup()
    {
        if (_open.Count == 0)
        {
            throw _scanner.UnmatchedEnd();
        }

        (_atomStart, _flags, _scanner.IsCommenting) = _open.Pop();
        _output.Append(')');
    }

    private void Quantify(char mark)
    {
        if (_atomStart >= _output.Length)
        {
            // A number of times nothing is nothing, the other signs need something before them.
            _output.Append(mark == '{' ? "(?:)" : throw _scanner.ErrorBefore($"Dangling meta character '{mark}'"));
        }

        if (_output.Length - _atomStart == LineEnd.Length && _output.ToString(_atomStart, LineEnd.Length) == LineEnd)
        {
            // Repeated, it takes both of two signs that end a line together.
            _output[_atomStart + 2] = '>';
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
                foreach (var rune in _scanner.Quotation().EnumerateRunes())
                {
                    _atomStart = _output.Length;
                    AppendCharacter(rune.Value);
                }

                break;
            case >= '1' and <= '9':
                AppendReference(_scanner.Reference(letter, _groups));
                break;
            case 'k' when _scanner.Skip("<"):
                var name = _scanner.Name('>');
                AppendReference(_groupNames.TryGetValue(name, out var group) ? group : throw _scanner.ErrorBefore($"named capturing group <{name}> does not exist"));
                break;
            case 'N':
                throw _scanner.Error("Characters by name (\\N) are not supported: write the character or its code");
            default:
                if ((AnchorOf(letter) ?? SequenceOf(letter)) is { } known)
                {
                    _output.Append(known);
                }
                else
                {
                    AppendSetOrCharacter(letter);
                }

                break;
        }
    }

    private string? AnchorOf(char letter) => letter switch
    {
        'b' when _scanner.Peek() == '{' && _scanner.Peek(1) == 'g' => throw _scanner.Error("Boundaries of other kinds than words (\\b{g}) are not supported"),
        'b' or 'B' => RegexAnchors.WordBoundary(letter == 'B'),
        'Z' => RegexAnchors.FinalEnd(_flags),
        'A' or 'G' or 'z' => $@"\{letter}",
        _ => null,
    };

    // Of a character with its marks only what common texts have of it.
    private static string? SequenceOf(char letter) => letter switch
    {
        'R' => LineEnd,
        'X' => $@"(?>\r\n|\p{{Cc}}|(?:{RegexFlags.Pair}|[\s\S])[\p{{M}}\u200C\u200D]*)",
        _ => null,
    };

    private void AppendReference(int group) => _output.Append(
        group > _groupTotal ? "(?!)" : string.Create(CultureInfo.InvariantCulture, $@"(?{(_flags.IgnoresCase ? "i" : "")}:\{group})"));

    private void AppendSetOrCharacter(char letter)
    {
        if (RegexSets.Find(letter, _scanner, _flags) is { } set)
        {
            AppendSet(set.InBrackets);
        }
        else
        {
            AppendCharacter(_scanner.Literal(letter));
        }
    }

    private void AppendSet(string set) => _output.Append(RegexSet.OfCharacters(set, _flags));

    private void AppendCharacter(int code)
    {
        if (code > char.MaxValue)
        {
            _output.Append("(?:").Append(RegexSet.Units(code)).Append(')');
        }
        else if (_flags.IgnoresAllCase)
        {
            RegexScanner.AppendLiteral(_output.Append('['), (char)code);
            RegexCases.AppendOthers(_output, (char)code, (char)code);
            _output.Append(']');
        }
        else if (_flags.IgnoresCase && char.IsAsciiLetter((char)code))
        {
            _output.Append('[').Append(char.ToLowerInvariant((char)code)).Append(char.ToUpperInvariant((char)code)).Append(']');
        }
        else
        {
            RegexScanner.AppendLiteral(_output, (char)code);
        }
    }
}
