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
        var output = new ArrayBufferWriter<byte>(text.Length);
        var rest = text.AsSpan();
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
