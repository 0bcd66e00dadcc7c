using System.Buffers.Binary;
using System.Text;

namespace OrleansConnect.Converters;

/// <summary>
/// Java's UTF-32: written without a mark; read in one order of bytes, or in that which a mark at the start tells. Halves of pairs are read as they are, and written as replacement characters.
/// </summary>
internal sealed class JavaUtf32(bool isLittleEndian, bool isMarked) : Encoding
{
    private const int UnitLength = 4;
    private const int Mark = 0xFEFF;
    private const char Replacement = '\uFFFD';

    public override int GetByteCount(char[] chars, int index, int count)
    {
        var units = 0;
        foreach (var _ in new string(chars, index, count).EnumerateRunes())
        {
            units++;
        }

        return units * UnitLength;
    }

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex)
    {
        var start = byteIndex;
        foreach (var rune in new string(chars, charIndex, charCount).EnumerateRunes())
        {
            Write(bytes.AsSpan(byteIndex), rune.Value);
            byteIndex += UnitLength;
        }

        return byteIndex - start;
    }

    public override int GetCharCount(byte[] bytes, int index, int count) => GetChars(bytes, index, count, new char[GetMaxCharCount(count)], 0);

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        var (start, isReversed) = (charIndex, isLittleEndian);
        ReadOnlySpan<byte> rest = bytes.AsSpan(byteIndex, byteCount);
        if (isMarked && rest.Length >= UnitLength && (Read(rest, false) == Mark || Read(rest, true) == Mark))
        {
            isReversed = Read(rest, true) == Mark;
            rest = rest[UnitLength..];
        }

        for (; rest.Length >= UnitLength; rest = rest[UnitLength..])
        {
            var unit = Read(rest, isReversed);
            if (unit is >= 0 and <= char.MaxValue)
            {
                chars[charIndex++] = (char)unit;
            }
            else if (Rune.TryCreate(unit, out var rune))
            {
                charIndex += rune.EncodeToUtf16(chars.AsSpan(charIndex));
            }
            else
            {
                chars[charIndex++] = Replacement;
            }
        }

        if (!rest.IsEmpty)
        {
            chars[charIndex++] = Replacement;
        }

        return charIndex - start;
    }

    public override int GetMaxByteCount(int charCount) => charCount * UnitLength;

    public override int GetMaxCharCount(int byteCount) => (byteCount / UnitLength * 2) + 1;

    private static int Read(ReadOnlySpan<byte> bytes, bool isReversed) => isReversed ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : BinaryPrimitives.ReadInt32BigEndian(bytes);

    private void Write(Span<byte> bytes, int unit)
    {
        if (isLittleEndian)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes, unit);
        }
        else
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes, unit);
        }
    }
}
