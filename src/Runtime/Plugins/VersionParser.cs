using System.Globalization;
using System.Numerics;

namespace OrleansConnect.Runtime.Plugins;

/// <summary>
/// Splits a version at dots, at hyphens and between letters and digits. Everything after a hyphen or such a change is a sequence within the
/// sequence, so that <c>1-1</c> comes before <c>1.1</c> and <c>rc1</c> is <c>rc-1</c>.
/// </summary>
internal sealed class VersionParser
{
    private readonly string _text;
    private readonly Stack<List<VersionPart>> _nested = new([[]]);
    private int _start;
    private bool _inDigits;

    private VersionParser(string text) => _text = text.ToLowerInvariant();

    public static VersionPart.Sequence Parse(string text) => new VersionParser(text).Run();

    private VersionPart.Sequence Run()
    {
        for (var i = 0; i < _text.Length; i++)
        {
            switch (_text[i])
            {
                case '.':
                    EndPart(i);
                    break;
                case '-':
                    Hyphen(i);
                    break;
                case >= '0' and <= '9':
                    Digit(i);
                    break;
                default:
                    Letter(i);
                    break;
            }
        }

        return Finish();
    }

    private void EndPart(int end)
    {
        _nested.Peek().Add(end == _start ? new VersionPart.Number(0) : PartUntil(end));
        _start = end + 1;
    }

    private void Hyphen(int i)
    {
        EndPart(i);
        Nest();
    }

    private void Digit(int i)
    {
        if (!_inDigits && i > _start)
        {
            NestUnlessFirst();
            _nested.Peek().Add(new VersionPart.Word(Qualifier(_text[_start..i], true)));
            _start = i;
            Nest();
        }

        _inDigits = true;
    }

    private void Letter(int i)
    {
        if (_inDigits && i > _start)
        {
            _nested.Peek().Add(PartUntil(i));
            _start = i;
            Nest();
        }

        _inDigits = false;
    }

    private void Nest() => _nested.Push([]);

    // A word behind a dot counts as one behind a hyphen: 1.rc1 is 1-rc1.
    private void NestUnlessFirst()
    {
        if (_nested.Peek().Count > 0)
        {
            Nest();
        }
    }

    private VersionPart.Sequence Finish()
    {
        if (_start < _text.Length)
        {
            if (!_inDigits)
            {
                NestUnlessFirst();
            }

            _nested.Peek().Add(PartUntil(_text.Length));
        }

        while (_nested.Count > 1)
        {
            var inner = new VersionPart.Sequence(Normalized(_nested.Pop()));
            _nested.Peek().Add(inner);
        }

        return new VersionPart.Sequence(Normalized(_nested.Pop()));
    }

    private VersionPart PartUntil(int end)
    {
        var text = _text[_start..end];
        return _inDigits
            ? new VersionPart.Number(BigInteger.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture))
            : new VersionPart.Word(Qualifier(text, false));
    }

    private static string Qualifier(string word, bool beforeNumber) => word switch
    {
        "a" when beforeNumber => "alpha",
        "b" when beforeNumber => "beta",
        "m" when beforeNumber => "milestone",
        "cr" => "rc",
        "ga" or "final" or "release" => "",
        _ => word,
    };

    // Zeros and empty words say nothing unless a number follows: 1.0-rc is 1-rc.
    private static List<VersionPart> Normalized(List<VersionPart> parts)
    {
        for (var i = parts.Count - 1; i >= 0; i--)
        {
            var isBeforeNumber = i + 1 < parts.Count && parts[i + 1] is VersionPart.Number;
            if (parts[i].IsEmpty && !isBeforeNumber)
            {
                parts.RemoveAt(i);
            }
        }

        return parts;
    }
}
