using System.Buffers.Binary;
using System.Text;

namespace OrleansConnect.Converters.Json;

/// <summary>Finds out in which Unicode encoding a JSON text is, from its first four bytes (RFC 4627, section 3) or its byte order mark.</summary>
internal static class JsonEncodings
{
    /// <summary>The text in UTF-8 without a byte order mark.</summary>
    public static ReadOnlySpan<byte> ToUtf8(ReadOnlySpan<byte> json)
    {
        var start = json.Length < 4 ? json : json[..4];
        if (json.Length < 2 || (!start.Contains((byte)0) && start[0] < 0xEF))
        {
            return json;
        }

        return json.Length >= 4 && Utf32Or(json) is { } known ? known.Decode(json) : OfTwoBytes(json);
    }

    // What the first four bytes say on their own.
    private static Coding? Utf32Or(ReadOnlySpan<byte> json) => BinaryPrimitives.ReadUInt32BigEndian(json) switch
    {
        0x0000FEFF => new(new UTF32Encoding(true, false, true), 4),
        0xFFFE0000 => new(new UTF32Encoding(false, false, true), 4),
        0x0000FFFE or 0xFEFF0000 => Coding.Unknown,
        >= 0xFEFF0000 and <= 0xFEFFFFFF => new(Encoding.BigEndianUnicode, 2),
        >= 0xFFFE0000 and <= 0xFFFEFFFF => new(Encoding.Unicode, 2),
        >= 0xEFBBBF00 and <= 0xEFBBBFFF => new(null, 3),
        <= 0xFF => new(new UTF32Encoding(true, false, true), 0),
        var quad when (quad & 0x00FFFFFF) == 0 => new(new UTF32Encoding(false, false, true), 0),
        var quad when (quad & 0xFF00FFFF) == 0 || (quad & 0xFFFF00FF) == 0 => Coding.Unknown,
        _ => null,
    };

    private static ReadOnlySpan<byte> OfTwoBytes(ReadOnlySpan<byte> json) => (json[0], json[1]) switch
    {
        (0, _) => new Coding(Encoding.BigEndianUnicode, 0).Decode(json),
        (_, 0) => new Coding(Encoding.Unicode, 0).Decode(json),
        _ => json,
    };

    private sealed record Coding(Encoding? Encoding, int MarkLength)
    {
        public static Coding Unknown { get; } = new(null, 0);

        public ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> json)
        {
            if (this == Unknown)
            {
                JsonSyntaxException.Throw("The bytes are in an order that is no encoding of Unicode", 0);
            }

            try
            {
                if (Encoding is null)
                {
                    return json[MarkLength..];
                }

                var text = json[MarkLength..];
                var incomplete = Encoding is UTF32Encoding ? text.Length % 4 : 0;
                var decoded = System.Text.Encoding.UTF8.GetBytes(Encoding.GetString(text[..^incomplete]));

                // What breaks off is an error only for who gets there: no text has this byte.
                return incomplete == 0 ? decoded : [.. decoded, 0xFF];
            }
            catch (DecoderFallbackException cause)
            {
                throw new JsonSyntaxException(cause.Message);
            }
        }
    }
}
