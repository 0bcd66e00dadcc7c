using System.Buffers.Binary;
using System.Text;

namespace OrleansConnect.Converters.Json;

/// <summary>Finds out in which Unicode encoding a JSON text is, from its first four bytes (RFC 4627, section 3) or its byte order mark.</summary>
internal static class JsonEncodings
{
    private const uint CodePointMax = 0x10FFFF;

    private static readonly JavaUtf16 Utf16BigEndian = new(isLittleEndian: false, isMarked: false);
    private static readonly JavaUtf16 Utf16LittleEndian = new(isLittleEndian: true, isMarked: false);
    private static readonly JavaUtf32 Utf32BigEndian = new(isLittleEndian: false, isMarked: false);
    private static readonly JavaUtf32 Utf32LittleEndian = new(isLittleEndian: true, isMarked: false);

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
        0x0000FEFF => new(Utf32BigEndian, 4),
        0xFFFE0000 => new(Utf32LittleEndian, 4),
        0x0000FFFE or 0xFEFF0000 => Coding.Unknown,
        >= 0xFEFF0000 and <= 0xFEFFFFFF => new(Utf16BigEndian, 2),
        >= 0xFFFE0000 and <= 0xFFFEFFFF => new(Utf16LittleEndian, 2),
        >= 0xEFBBBF00 and <= 0xEFBBBFFF => new(null, 3),
        <= 0xFF => new(Utf32BigEndian, 0),
        var quad when (quad & 0x00FFFFFF) == 0 => new(Utf32LittleEndian, 0),
        var quad when (quad & 0xFF00FFFF) == 0 || (quad & 0xFFFF00FF) == 0 => Coding.Unknown,
        _ => null,
    };

    private static ReadOnlySpan<byte> OfTwoBytes(ReadOnlySpan<byte> json) => (json[0], json[1]) switch
    {
        (0, _) => new Coding(Utf16BigEndian, 0).Decode(json),
        (_, 0) => new Coding(Utf16LittleEndian, 0).Decode(json),
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

            var text = json[MarkLength..];
            if (Encoding is null)
            {
                return text;
            }

            var incomplete = Encoding is JavaUtf32 ? text.Length % sizeof(int) : 0;
            if (Encoding is JavaUtf32)
            {
                CheckUnits(text[..^incomplete], Encoding == Utf32LittleEndian);
            }

            var decoded = EscapedUtf8.Of(Encoding.GetString(text[..^incomplete]));

            // What breaks off is an error only for who gets there: no text has this byte.
            return incomplete == 0 ? decoded : [.. decoded, 0xFF];
        }

        private static void CheckUnits(ReadOnlySpan<byte> text, bool isLittleEndian)
        {
            for (var at = 0; at < text.Length; at += sizeof(int))
            {
                var unit = isLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(text[at..]) : BinaryPrimitives.ReadUInt32BigEndian(text[at..]);
                if (unit > CodePointMax)
                {
                    JsonSyntaxException.Throw("Four bytes are no character", at);
                }
            }
        }
    }
}
