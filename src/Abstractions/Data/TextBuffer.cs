using System.Globalization;
using System.Text;

namespace OrleansConnect.Abstractions.Data;

/// <summary>A text that is put together in an array, which grows and is used again.</summary>
internal sealed class TextBuffer
{
    private const int LengthUsual = 256;

    // Of a long with its sign.
    private const int DigitsMax = 20;

    private char[] _characters = new char[LengthUsual];
    private int _count;

    public int Capacity => _characters.Length;

    /// <summary>What was appended since the last <see cref="Clear"/>.</summary>
    public ReadOnlySpan<char> Written => _characters.AsSpan(0, _count);

    public TextBuffer Clear()
    {
        _count = 0;
        return this;
    }

    public TextBuffer Append(ReadOnlySpan<char> text)
    {
        text.CopyTo(Room(text.Length));
        _count += text.Length;
        return this;
    }

    public TextBuffer Append(char character)
    {
        Room(1)[0] = character;
        _count++;
        return this;
    }

    public void Append(long number)
    {
        number.TryFormat(Room(DigitsMax), out var written, provider: CultureInfo.InvariantCulture);
        _count += written;
    }

    /// <summary>A double as Java writes it.</summary>
    public void Append(double number)
    {
        Span<byte> digits = stackalloc byte[JavaNumbers.LengthMax];
        AppendDigits(digits[..JavaNumbers.Format(number, digits)]);
    }

    /// <summary>A float as Java writes it.</summary>
    public void Append(float number)
    {
        Span<byte> digits = stackalloc byte[JavaNumbers.LengthMax];
        AppendDigits(digits[..JavaNumbers.Format(number, digits)]);
    }

    private void AppendDigits(ReadOnlySpan<byte> digits) => _count += Encoding.Latin1.GetChars(digits, Room(digits.Length));

    private Span<char> Room(int length)
    {
        if (_characters.Length - _count < length)
        {
            Array.Resize(ref _characters, Math.Max(_characters.Length * 2, _count + length));
        }

        return _characters.AsSpan(_count);
    }
}
