using System.Buffers;
using System.Globalization;
using System.Text;

namespace OrleansConnect.Converters.Json;

/// <summary>Reads JSON strings. Accepts as UTF-8 what Jackson accepts: overlong forms too, surrogates not.</summary>
internal static class JsonText
{
    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    private static readonly SearchValues<byte> Stops = SearchValues.Create(StopBytes(withNonAscii: true));
    private static readonly SearchValues<byte> StopsBehindNonAscii = SearchValues.Create(StopBytes(withNonAscii: false));

    /// <summary>The text of a string or member name.</summary>
    public static string Of(ReadOnlySpan<byte> json, in JsonToken token) => Of(json.Slice(token.Start, token.Length), token.Form);

    /// <summary>The text of a string's bytes between its quotes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes, JsonStringForm form) => form switch
    {
        JsonStringForm.Ascii => Encoding.Latin1.GetString(bytes),
        JsonStringForm.Utf8 => Encoding.UTF8.GetString(bytes),
        _ => Decode(bytes),
    };

    /// <summary>Whether the text is that one, given in ASCII.</summary>
    public static bool Is(ReadOnlySpan<byte> json, in JsonToken token, ReadOnlySpan<byte> ascii)
    {
        var bytes = json.Slice(token.Start, token.Length);
        return token.Form == JsonStringForm.Encoded ? Ascii.Equals(ascii, Decode(bytes)) : bytes.SequenceEqual(ascii);
    }

    /// <summary>Where a string has the quote that ends it, or a byte that no string may have, or the end of the text. UTF-8 is not checked.</summary>
    public static int End(ReadOnlySpan<byte> json, int position, out JsonStringForm form)
    {
        form = JsonStringForm.Ascii;
        while (true)
        {
            var stop = json[position..].IndexOfAny(form == JsonStringForm.Ascii ? Stops : StopsBehindNonAscii);
            if (stop < 0)
            {
                return json.Length;
            }

            position += stop;
            switch (json[position])
            {
                case (byte)'\\' when EscapeLength(json[(position + 1)..]) is > 0 and var length:
                    position += length;
                    form = JsonStringForm.Encoded;
                    break;
                case >= 0x80:
                    form = JsonStringForm.Utf8;
                    break;
                default:
                    return position;
            }
        }
    }

    /// <summary>Throws when the bytes of a string, whose escapes are known to be right, cannot be decoded.</summary>
    public static void Check(ReadOnlySpan<byte> bytes) => Decode(bytes);

    /// <summary>Whether each escaped high surrogate is followed by an escaped low one, and no low one stands alone.</summary>
    public static bool HasPairedSurrogates(ReadOnlySpan<byte> bytes)
    {
        for (var at = bytes.IndexOf((byte)'\\'); at >= 0; at = bytes.IndexOf((byte)'\\'))
        {
            bytes = bytes[at..];
            var unit = EscapedUnit(bytes);
            if (char.IsLowSurrogate(unit) || (char.IsHighSurrogate(unit) && !char.IsLowSurrogate(EscapedUnit(bytes[6..]))))
            {
                return false;
            }

            bytes = bytes[(bytes[1] != 'u' ? 2 : char.IsHighSurrogate(unit) ? 12 : 6)..];
        }

        return true;
    }

    /// <summary>
    /// Whether the first character would go on a word of Java, so that <c>truex</c> is not <c>true</c>. In UTF-8 Jackson takes whatever is not ASCII for broken there; in another encoding it looks
    /// at halves of surrogate pairs one by one, and they are no part of a word.
    /// </summary>
    public static bool StartsWithIdentifierPart(ReadOnlySpan<byte> bytes, bool isTranscoded)
    {
        if (bytes.IsEmpty || bytes[0] < '0')
        {
            return false;
        }

        if (bytes[0] < 0x7F)
        {
            return char.IsAsciiLetterOrDigit((char)bytes[0]) || bytes[0] == '_';
        }

        if (!isTranscoded || Rune.DecodeFromUtf8(bytes, out var rune, out _) != OperationStatus.Done)
        {
            return true;
        }

        return rune.IsBmp && (rune.Value is >= 0x7F and <= 0x9F || Rune.GetUnicodeCategory(rune) is
            <= UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber
            or UnicodeCategory.Format or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.CurrencySymbol);
    }

    // With its backslash, or 0 when it is none.
    private static int EscapeLength(ReadOnlySpan<byte> escape) => (escape.IsEmpty ? (byte)0 : escape[0]) switch
    {
        (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t' => 2,
        (byte)'u' when escape.Length >= 5 && !escape.Slice(1, 4).ContainsAnyExcept(HexDigits) => 6,
        _ => 0,
    };

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        var position = 0;
        while (position < bytes.Length)
        {
            position += bytes[position] switch
            {
                (byte)'\\' => AppendEscape(text, bytes[position..]),
                < 0x80 => AppendAscii(text, bytes[position]),
                _ => AppendSequence(text, bytes[position..]),
            };
        }

        return text.ToString();
    }

    private static int AppendAscii(StringBuilder text, byte value)
    {
        text.Append((char)value);
        return 1;
    }

    private static int AppendEscape(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        if (bytes[1] == 'u')
        {
            text.Append(EscapedUnit(bytes));
            return 6;
        }

        text.Append(bytes[1] switch
        {
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            var other => (char)other,
        });
        return 2;
    }

    private static char EscapedUnit(ReadOnlySpan<byte> bytes) => bytes is [(byte)'\\', (byte)'u', ..]
        ? (char)ushort.Parse(bytes.Slice(2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : '\0';

    private static int AppendSequence(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        var length = bytes[0] switch
        {
            >= 0xC0 and <= 0xDF => 2,
            >= 0xE0 and <= 0xEF => 3,
            >= 0xF0 and <= 0xF7 => 4,
            _ => 0,
        };
        if (length == 0 || length > bytes.Length || bytes[1..length].IndexOfAnyExceptInRange((byte)0x80, (byte)0xBF) >= 0)
        {
            JsonSyntaxException.Throw("The string is not UTF-8", 0);
        }

        var code = bytes[0] & (0xFF >> (length + 1));
        foreach (var next in bytes[1..length])
        {
            code = (code << 6) | (next & 0x3F);
        }

        if (length < 4)
        {
            if (code is >= 0xD800 and <= 0xDFFF)
            {
                JsonSyntaxException.Throw("The string has a surrogate encoded in UTF-8", 0);
            }

            text.Append((char)code);
        }
        else
        {
            // Written so that it gives the same for what is not Unicode.
            code -= 0x10000;
            text.Append((char)(0xD800 | (code >> 10))).Append((char)(0xDC00 | (code & 0x3FF)));
        }

        return length;
    }

    private static byte[] StopBytes(bool withNonAscii)
    {
        var stops = new List<byte> { (byte)'"', (byte)'\\' };
        for (var value = 0; value < 0x20; value++)
        {
            stops.Add((byte)value);
        }

        for (var value = 0x80; withNonAscii && value <= 0xFF; value++)
        {
            stops.Add((byte)value);
        }

        return [.. stops];
    }
}
