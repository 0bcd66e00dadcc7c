using System.Buffers.Binary;
using System.Text;

namespace OrleansConnect.Converters;

/// <summary>
/// Java's UTF-16 in one order of bytes, or in that which a mark at the start tells: then big-endian behind a mark when written, and big-endian without one when read. What is no text reads
/// as one replacement character for as many bytes as Java takes together.
/// </summary>
internal sealed class JavaUtf16(bool isLittleEndian, bool isMarked) : Encoding
{
    private const int UnitLength = 2;
    private const char Mark = '\uFEFF';
    private const char ReversedMark = '\uFFFE';
    private const char Replacement = '\uFFFD';

    private readonly Encoding _plain = GetEncoding(isLittleEndian ? "utf-16" : "utf-16BE", new EncoderReplacementFallback("\uFFFD"), DecoderFallback.ReplacementFallback);

    public override int GetByteCount(char[] chars, int index, int count) =>
        count == 0 ? 0 : MarkLength + _plain.GetByteCount(chars, index, count);

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex)
    {
        if (charCount == 0)
        {
            return 0;
        }

        if (isMarked)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(byteIndex), Mark);
        }

        return MarkLength + _plain.GetBytes(chars, charIndex, charCount, bytes, byteIndex + MarkLength);
    }

    public override int GetCharCount(byte[] bytes, int index, int count) => GetChars(bytes, index, count, new char[GetMaxCharCount(count)], 0);

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        var rest = bytes.AsSpan(byteIndex, byteCount);
        var isSwapped = isLittleEndian;
        if (isMarked && rest.Length >= UnitLength && UnitOf(rest, false) is Mark or ReversedMark)
        {
            isSwapped = UnitOf(rest, false) == ReversedMark;
            rest = rest[UnitLength..];
        }

        var count = 0;
        while (!rest.IsEmpty)
        {
            var (length, taken) = Read(rest, isSwapped, chars.AsSpan(charIndex + count));
            count += length;
            rest = rest[taken..];
        }

        return count;
    }

    public override int GetMaxByteCount(int charCount) => MarkLength + (UnitLength * (charCount + 1));

    public override int GetMaxCharCount(int byteCount) => (byteCount + 1) / UnitLength;

    private int MarkLength => isMarked ? UnitLength : 0;

    private static char UnitOf(ReadOnlySpan<byte> bytes, bool isSwapped) =>
        (char)(isSwapped ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes));

    // Half a unit or half a pair at the end counts as one with it; a pair that is none counts as one too.
    private static (int Chars, int Bytes) Read(ReadOnlySpan<byte> bytes, bool isSwapped, Span<char> chars)
    {
        chars[0] = bytes.Length < UnitLength ? Replacement : UnitOf(bytes, isSwapped);
        if (char.IsHighSurrogate(chars[0]) && bytes.Length >= 2 * UnitLength && UnitOf(bytes[UnitLength..], isSwapped) is var low && char.IsLowSurrogate(low))
        {
            chars[1] = low;
            return (2, 2 * UnitLength);
        }

        var taken = char.IsHighSurrogate(chars[0]) ? 2 * UnitLength : UnitLength;
        if (char.IsSurrogate(chars[0]))
        {
            chars[0] = Replacement;
        }

        return (1, Math.Min(taken, bytes.Length));
    }
}
