using System.Collections.Frozen;
using System.Text;

namespace OrleansConnect.Converters;

/// <summary>
/// A character set of one byte a character with Java's ways: a question mark's code in ASCII for what it does not have, whatever the set, and the replacement character for bytes without meaning,
/// which .NET reads as control characters or as ones of private use.
/// </summary>
internal sealed class SingleByteCharset : Encoding
{
    private const char Replacement = '\uFFFD';
    private const char NextLine = '\u0085';
    private const byte MainframeNewLine = 0x15;

    // Where Java's tables are of another edition than .NET's.
    private static readonly FrozenDictionary<string, (byte Code, char Unit)[]> Editions = new Dictionary<string, (byte, char)[]>
    {
        ["iso-8859-7"] = [(0xA1, '\u2018'), (0xA2, '\u2019'), (0xA4, '\u20AC'), (0xA5, '\u20AF'), (0xAA, '\u037A')],
        ["iso-8859-8"] = [(0xAF, '\u00AF'), (0xFD, '\u200E'), (0xFE, '\u200F')],
        ["koi8-u"] = [(0xAE, '\u255D'), (0xBE, '\u256C')],
        ["windows-1255"] = [(0xCA, Replacement)],
    }.ToFrozenDictionary();

    private readonly char[] _characters;
    private readonly FrozenDictionary<char, byte> _bytes;

    public SingleByteCharset(Encoding encoding)
    {
        var isOfWindows = encoding.WebName.StartsWith("windows-", StringComparison.Ordinal);
        _characters = [.. Enumerable.Range(0, 256).Select(code => encoding.GetString([(byte)code])[0]).Select((unit, code) => HasMeaning(unit, code, isOfWindows) ? unit : Replacement)];
        foreach (var (code, unit) in Editions.GetValueOrDefault(encoding.WebName, []))
        {
            _characters[code] = unit;
        }

        var isOfMainframes = _characters[MainframeNewLine] != MainframeNewLine;
        _characters[MainframeNewLine] = isOfMainframes ? '\n' : _characters[MainframeNewLine];
        var bytes = _characters.Index().Where(pair => pair.Item != Replacement).DistinctBy(pair => pair.Item).ToDictionary(pair => pair.Item, pair => (byte)pair.Index);
        if (isOfMainframes)
        {
            bytes.TryAdd(NextLine, MainframeNewLine);
        }

        _bytes = bytes.ToFrozenDictionary();
    }

    public override int GetByteCount(char[] chars, int index, int count) => count - Pairs(chars.AsSpan(index, count));

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex)
    {
        var start = byteIndex;
        for (var i = charIndex; i < charIndex + charCount; i++)
        {
            bytes[byteIndex++] = _bytes.GetValueOrDefault(chars[i], (byte)'?');
            i += i + 1 < charIndex + charCount && char.IsSurrogatePair(chars[i], chars[i + 1]) ? 1 : 0;
        }

        return byteIndex - start;
    }

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        for (var i = 0; i < byteCount; i++)
        {
            chars[charIndex + i] = _characters[bytes[byteIndex + i]];
        }

        return byteCount;
    }

    public override int GetMaxByteCount(int charCount) => charCount;

    public override int GetMaxCharCount(int byteCount) => byteCount;

    // What has no meaning .NET gives a control character of the same code, or one of private use.
    private static bool HasMeaning(char unit, int code, bool isOfWindows) => !(isOfWindows && unit == code && code is >= 0x80 and < 0xA0) && unit is < '\uE000' or > '\uF8FF';

    private static int Pairs(ReadOnlySpan<char> chars)
    {
        var pairs = 0;
        for (var i = 0; i + 1 < chars.Length; i++)
        {
            if (char.IsSurrogatePair(chars[i], chars[i + 1]))
            {
                pairs++;
                i++;
            }
        }

        return pairs;
    }
}
