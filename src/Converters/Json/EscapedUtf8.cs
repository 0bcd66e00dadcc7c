using System.Buffers;
using System.Globalization;
using System.Text;

namespace OrleansConnect.Converters.Json;

/// <summary>A JSON text as UTF-8, in which halves of surrogate pairs, which UTF-8 cannot hold, are escaped.</summary>
internal static class EscapedUtf8
{
    // No text has this byte.
    private const byte Error = 0xFF;

    public static byte[] Of(string text)
    {
        var output = new ArrayBufferWriter<byte>();
        var rest = WithAsciiDigits(text).AsSpan();
        while (IndexOfHalf(rest) is >= 0 and var half)
        {
            Encoding.UTF8.GetBytes(rest[..half], output);
            if (EndsInEscape(rest[..half]))
            {
                output.Write([Error]);
            }
            else
            {
                Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\\u{(int)rest[half]:x4}"), output);
            }

            rest = rest[(half + 1)..];
        }

        Encoding.UTF8.GetBytes(rest, output);
        return output.WrittenSpan.ToArray();
    }

    // Of the characters that are the digits of an escape Jackson looks at the lower byte alone, outside of UTF-8.
    private static string WithAsciiDigits(string text)
    {
        const int Digits = 4;
        var isChanged = false;
        var characters = text.Contains('\\') ? text.ToCharArray() : [];
        for (var at = 0; at < characters.Length; at++)
        {
            if (characters[at] != '\\' || ++at == characters.Length || characters[at] != 'u')
            {
                continue;
            }

            foreach (ref var digit in characters.AsSpan(at + 1, Math.Min(Digits, characters.Length - at - 1)))
            {
                isChanged |= !char.IsAscii(digit);
                digit = char.IsAsciiHexDigit((char)(digit & 0xFF)) ? (char)(digit & 0xFF) : digit;
            }
        }

        return isChanged ? new string(characters) : text;
    }

    private static int IndexOfHalf(ReadOnlySpan<char> text)
    {
        var from = 0;
        while (text[from..].IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and var found)
        {
            from += found;
            if (Rune.DecodeFromUtf16(text[from..], out _, out _) != OperationStatus.Done)
            {
                return from;
            }

            from += 2;
        }

        return -1;
    }

    // A backslash that is not escaped itself makes an escape of what follows, which a half is none of.
    private static bool EndsInEscape(ReadOnlySpan<char> text) => (text.Length - text.TrimEnd('\\').Length) % 2 == 1;
}
