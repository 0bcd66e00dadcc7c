using System.Text;

namespace OrleansConnect.Converters;

/// <summary>Java's <c>UTF-16</c>: big-endian behind a byte order mark when written; when read, the mark decides, and big-endian without one.</summary>
internal sealed class Utf16WithMark : Encoding
{
    private const int MarkLength = 2;

    private static readonly Encoding BigEndian = GetEncoding("utf-16BE", new EncoderReplacementFallback("\uFFFD"), DecoderFallback.ReplacementFallback);
    private static readonly Encoding LittleEndian = GetEncoding("utf-16", EncoderFallback.ReplacementFallback, DecoderFallback.ReplacementFallback);

    public override int GetByteCount(char[] chars, int index, int count) =>
        count == 0 ? 0 : MarkLength + BigEndian.GetByteCount(chars, index, count);

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex)
    {
        if (charCount == 0)
        {
            return 0;
        }

        bytes[byteIndex] = 0xFE;
        bytes[byteIndex + 1] = 0xFF;
        return MarkLength + BigEndian.GetBytes(chars, charIndex, charCount, bytes, byteIndex + MarkLength);
    }

    public override int GetCharCount(byte[] bytes, int index, int count)
    {
        var (encoding, mark) = Detect(bytes.AsSpan(index, count));
        return encoding.GetCharCount(bytes, index + mark, count - mark);
    }

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        var (encoding, mark) = Detect(bytes.AsSpan(byteIndex, byteCount));
        return encoding.GetChars(bytes, byteIndex + mark, byteCount - mark, chars, charIndex);
    }

    public override int GetMaxByteCount(int charCount) => MarkLength + BigEndian.GetMaxByteCount(charCount);

    public override int GetMaxCharCount(int byteCount) => BigEndian.GetMaxCharCount(byteCount);

    private static (Encoding Encoding, int MarkLength) Detect(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFE, 0xFF, ..] => (BigEndian, MarkLength),
        [0xFF, 0xFE, ..] => (LittleEndian, MarkLength),
        _ => (BigEndian, 0),
    };
}
