using System.Buffers;
using System.Buffers.Text;
using System.Text;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Converters.Json;

/// <summary>Reads bytes in base64 as Jackson does: white space may stand between groups of four characters, and padding may be followed by more.</summary>
internal static class JsonBase64
{
    private const int Padding = -1;
    private const int Invalid = -2;

    /// <summary>The bytes of a string; anything but base64 is a <see cref="DataException"/> with that message.</summary>
    public static byte[] Decode(ReadOnlySpan<byte> json, in JsonToken token, string message)
    {
        var text = token.Form == JsonStringForm.Ascii
            ? json.Slice(token.Start, token.Length)
            : Encoding.UTF8.GetBytes(JsonText.Of(json, token));
        if (!text.ContainsAnyInRange((byte)0, (byte)' '))
        {
            var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
            if (Base64.DecodeFromUtf8(text, bytes, out _, out var written) == OperationStatus.Done)
            {
                // No bytes are one array in Jackson, which a map's key then is once.
                return written == 0 ? [] : written == bytes.Length ? bytes : bytes[..written];
            }
        }

        var decoded = new ArrayBufferWriter<byte>(text.Length);
        return TryDecodeGroups(text, decoded) ? decoded.WrittenSpan.ToArray() : throw new DataException(message);
    }

    private static bool TryDecodeGroups(ReadOnlySpan<byte> text, ArrayBufferWriter<byte> output)
    {
        while (true)
        {
            var start = text.IndexOfAnyExceptInRange((byte)0, (byte)' ');
            if (start < 0)
            {
                return true;
            }

            text = text[start..];
            if (text.Length < 4 || !TryDecodeGroup(text[..4], output))
            {
                return false;
            }

            text = text[4..];
        }
    }

    private static bool TryDecodeGroup(ReadOnlySpan<byte> group, ArrayBufferWriter<byte> output)
    {
        var (first, second, third, fourth) = (ValueOf(group[0]), ValueOf(group[1]), ValueOf(group[2]), ValueOf(group[3]));
        if (first < 0 || second < 0 || third == Invalid || fourth == Invalid || (third == Padding && fourth != Padding))
        {
            return false;
        }

        var bits = (first << 18) | (second << 12) | (Math.Max(third, 0) << 6) | Math.Max(fourth, 0);
        ReadOnlySpan<byte> bytes = [(byte)(bits >> 16), (byte)(bits >> 8), (byte)bits];
        output.Write(bytes[..(third == Padding ? 1 : fourth == Padding ? 2 : 3)]);
        return true;
    }

    private static int ValueOf(byte character) => character switch
    {
        >= (byte)'A' and <= (byte)'Z' => character - 'A',
        >= (byte)'a' and <= (byte)'z' => character - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => character - '0' + 52,
        (byte)'+' => 62,
        (byte)'/' => 63,
        (byte)'=' => Padding,
        _ => Invalid,
    };
}
