namespace OrleansConnect.Abstractions.Formats;

/// <summary>
/// The words and marks of a value's text: each of <c>: , { } [ ] "</c> is a token of its own unless a backslash stands before it, and so is
/// whatever stands between them.
/// </summary>
internal sealed class TextTokens(string text)
{
    private int _position;
    private int _aheadLength = -1;

    public string Text => text;

    /// <summary>Where the next token starts.</summary>
    public int Mark => _position - Math.Max(0, _aheadLength);

    public bool HasNext => _aheadLength >= 0 || _position < text.Length;

    public void RewindTo(int mark) => (_position, _aheadLength) = (mark, -1);

    public ReadOnlySpan<char> Next()
    {
        var length = _aheadLength >= 0 ? _aheadLength : Advance();
        _aheadLength = -1;
        return text.AsSpan(_position - length, length);
    }

    /// <summary>Goes on by so many tokens and gives the position behind them, or -1 without a step when there are fewer.</summary>
    public int Skip(int count)
    {
        var start = Mark;
        for (; count > 0; count--)
        {
            if (!HasNext)
            {
                RewindTo(start);
                return -1;
            }

            Next();
        }

        return _position;
    }

    /// <summary>Goes beyond the next token if it is this one, not counting blanks around it. Blank tokens before it are lost in any case.</summary>
    public bool Consume(ReadOnlySpan<char> expected)
    {
        if (!HasNext)
        {
            return false;
        }

        if (_aheadLength < 0)
        {
            _aheadLength = Advance();
        }

        while (Trim(Ahead).IsEmpty && _position < text.Length)
        {
            _aheadLength = Advance();
        }

        if (!Trim(Ahead).SequenceEqual(expected))
        {
            return false;
        }

        _aheadLength = -1;
        return true;
    }

    /// <summary>Java trims whatever is not above the space.</summary>
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> token)
    {
        while (!token.IsEmpty && token[0] <= ' ')
        {
            token = token[1..];
        }

        while (!token.IsEmpty && token[^1] <= ' ')
        {
            token = token[..^1];
        }

        return token;
    }

    private ReadOnlySpan<char> Ahead => text.AsSpan(_position - _aheadLength, _aheadLength);

    // Goes beyond one token and gives its length.
    private int Advance()
    {
        var start = _position;
        var isEscaped = false;
        for (; _position < text.Length; _position++)
        {
            if (!isEscaped && text[_position] is ':' or ',' or '{' or '}' or '[' or ']' or '"')
            {
                if (_position == start)
                {
                    _position++;
                }

                break;
            }

            isEscaped = text[_position] == '\\' && !isEscaped;
        }

        return _position - start;
    }
}
