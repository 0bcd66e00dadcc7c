using System.Globalization;
using System.Text;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Tests.Conformance.Java;

namespace OrleansConnect.Tests.Conformance.Converters;

/// <summary>Random JSON texts, and bytes that are nearly JSON.</summary>
internal static class JsonDraws
{
    private static readonly string[] Oddities =
    [
        "NaN", "-", "+1", ".5", "5.", "1e", "1e+", "-INF", "0x10", "nul", "truex", "'a'", "/**/", "#", "\"\\x\"", "\"\\u12\"", "\"\t\"", "[1,]", "{\"a\":1,}",
        "{a:1}", "[", "{", "]", "}", "", " ", "1 2", "1,2", "true,", "\"a\"b", "\ufeff1", "1e2147483647", "1e2147483648", "1e-2147483647", "1e99999999999",
        "\"\\ud800\"", "{\"\\u0061\":1}", "007", "-00.50e+01", "9223372036854775808", "2147483648", "-2147483649", "00000000000000000000000000000001",
    ];

    private static readonly string[] Extremes =
    [
        "-0", "-0.0", "0.0", "0e400", "1e400", "-1e400", "1e-400", "1e5000", "1e-5000", "4.9e-324", "2e-324", "1.7976931348623157e308", "1.7976931348623159e308", "3.4028235e38", "3.4028236e38",
        "9007199254740993", "9223372036854775807", "-9223372036854775808", "18446744073709551616", "-129", "32768", "4294967296", "0.1", "1E2", "1e+2", "100.00", "1.10",
        "1e-7", "123456789.123456789", "0.000001", "1e21", "-1e-1000000", "1e22", "9007199254740992.5", "1.00000017881393421514957253748434595763683319091796875001", "16777217", "3.4028235677973366e38", "1.401298464324817e-45",
    ];

    /// <summary>Arrays and objects within each other, about as many as are allowed.</summary>
    public static string Deep(this Draw draw)
    {
        var depth = draw.OneOf(100, 499, 500, 501, 999, 1000, 1001, 1100);
        var (open, close) = draw.OneOf(("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]"));
        return $"{string.Concat(Enumerable.Repeat(open, depth))}1{string.Concat(Enumerable.Repeat(close, depth))}";
    }

    /// <summary>The text of any JSON value.</summary>
    public static string Json(this Draw draw, int depth = 3) => draw.Below(depth > 0 ? 12 : 8) switch
    {
        0 => draw.OneOf("null", "true", "false"),
        1 or 2 => draw.JsonNumber(),
        3 => draw.Chance(20) ? draw.OneOf(Oddities) : draw.Number().ToString(CultureInfo.InvariantCulture),
        4 or 5 or 6 => draw.JsonString(),
        7 => $"\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(draw.Text()))}\"",
        8 or 9 => draw.JsonArray(depth - 1),
        _ => draw.JsonObject(depth - 1),
    };

    /// <summary>A payload that suits the schema more often than not.</summary>
    public static string Payload(this Draw draw, Schema schema)
    {
        if (draw.Chance(6))
        {
            return draw.Json(2);
        }

        if (draw.Chance(schema.IsOptional ? 20 : 1))
        {
            return "null";
        }

        return schema.Type switch
        {
            SchemaType.String => draw.JsonString(),
            SchemaType.Bytes => draw.JsonBytes(schema),
            SchemaType.Boolean => draw.OneOf("true", "false"),
            SchemaType.Array => $"[{string.Join(',', Enumerable.Range(0, draw.Below(4)).Select(_ => draw.Payload(schema.ElementSchema!)))}]", // arrays have one
            SchemaType.Map when schema.KeySchema?.Type == SchemaType.String =>
                $"{{{string.Join(',', Enumerable.Range(0, draw.Below(4)).Select(_ => $"{draw.JsonString()}:{draw.Payload(schema.ElementSchema!)}"))}}}", // as have maps
            SchemaType.Map =>
                $"[{string.Join(',', Enumerable.Range(0, draw.Below(4)).Select(_ => $"[{draw.Payload(schema.KeySchema!)},{draw.Payload(schema.ElementSchema!)}]"))}]",
            SchemaType.Struct => draw.Members(schema),
            _ => draw.JsonNumber(),
        };
    }

    /// <summary>
    /// The bytes of a text, now and then damaged or in another encoding. Never with FF: Jackson pads names with it in its table of names, so that a name with it is taken for one that it
    /// has met before, or refused if it has not.
    /// </summary>
    public static byte[] Damage(this Draw draw, string text)
    {
        var bytes = draw.Below(100) switch
        {
            0 => Encoding.Unicode.GetBytes(text),
            1 => Encoding.BigEndianUnicode.GetBytes(text),
            2 => Encoding.UTF32.GetBytes(text),
            3 => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)],
            4 => Encoding.UTF8.GetBytes(text + draw.OneOf(" ", " 1", "}", "]", "x", ",", "\0", "{}", "//", "\ufeff")),
            _ => Encoding.UTF8.GetBytes(text),
        };
        for (var damages = draw.Chance(15) ? 1 + draw.Below(2) : 0; damages > 0 && bytes.Length > 0; damages--)
        {
            var at = draw.Below(bytes.Length);
            bytes = draw.Below(5) switch
            {
                0 => bytes[..at],
                1 => [.. bytes[..at], (byte)draw.Below(0xFF), .. bytes[at..]],
                2 => [.. bytes[..at], draw.OneOf("\"\\,:{}[]0-.eE \0"u8.ToArray()), .. bytes[at..]],
                3 => [.. bytes[..at], .. bytes[(at + 1)..]],
                _ => [.. bytes[..at], draw.OneOf<byte>(0x80, 0xC0, 0xC3, 0xED, 0xE0, 0xF0, 0xF5, 0xF8), .. bytes[(at + 1)..]],
            };
        }

        return bytes;
    }

    /// <summary>A word, number, escape or nothing, with what may or may not follow it.</summary>
    public static string NearlyWord(this Draw draw) => draw.OneOf("", "[", "{\"a\":")
        + draw.OneOf("true", "false", "null", "1", "-0.5e1", "\"\\u00", "\"\\", "")
        + draw.OneOf("", "\u00a0", "\u00e9", "\u4e2d", "\ufffd", "\u0300", "\u200b", "\u20ac", "\ufeff", "\u2028", "\ud801\udc00", "\ud83d\ude00", "\u0080", "\u007f", "_", "0", "\u3065\uff39", "\u0135\u0142")
        + draw.OneOf("", "\"", "]", "}", " ", ",");

    /// <summary>A text in any Unicode encoding, with or without a mark, and whole or broken off.</summary>
    public static byte[] Encode(this Draw draw, string text)
    {
        Encoding encoding = draw.Below(5) switch
        {
            0 => new UTF8Encoding(true),
            1 => new UnicodeEncoding(bigEndian: false, byteOrderMark: true),
            2 => new UnicodeEncoding(bigEndian: true, byteOrderMark: true),
            3 => new UTF32Encoding(bigEndian: false, byteOrderMark: true),
            _ => new UTF32Encoding(bigEndian: true, byteOrderMark: true),
        };
        byte[] bytes = [.. draw.Chance(20) ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];
        return draw.Chance(20) ? bytes[..^Math.Min(bytes.Length, draw.Below(4))] : bytes;
    }

    private static string Members(this Draw draw, Schema schema)
    {
        var members = schema.Fields
            .Where(_ => !draw.Chance(4))
            .Select(field => $"{Quote(field.Name)}:{draw.Payload(field.Schema)}")
            .ToList();
        if (draw.Chance(10) && members.Count > 0)
        {
            members.Insert(draw.Below(members.Count), members[draw.Below(members.Count)]);
        }

        if (draw.Chance(10))
        {
            members.Insert(draw.Below(members.Count + 1), $"\"extra\":{draw.Json(2)}");
        }

        if (draw.Chance(10))
        {
            members.Reverse();
        }

        return $"{{{string.Join(draw.OneOf(",", ", ", " ,\n"), members)}}}";
    }

    private static string JsonBytes(this Draw draw, Schema schema) => draw.Below(10) switch
    {
        0 when schema.Name == LogicalTypes.Decimal => draw.JsonNumber(),
        1 => draw.OneOf("\"QQ\"", "\"QQ==QUI=\"", "\" Q Q==\"", "\"QUJD QUJD\"", "\"QR==\"", "\"\"", "\"-_-_\"", "\"QU\\u004aD\"", "\"====\"", "\"QUJD\\n\""),
        _ => $"\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(draw.Text()))}\"",
    };

    private static string JsonNumber(this Draw draw) => draw.Below(9) switch
    {
        8 => draw.Chance(10) ? $"{draw.OneOf("", "-")}{new string('7', 980 + draw.Below(40))}{draw.OneOf("", ".5", "e2")}" : draw.OneOf(Extremes),
        0 => string.Create(CultureInfo.InvariantCulture, $"{draw.Number()}.{draw.Below(1000):000}"),
        1 => string.Create(CultureInfo.InvariantCulture, $"{draw.Number()}e{draw.Below(40) - 20}"),
        2 => string.Create(CultureInfo.InvariantCulture, $"{draw.Number()}.{draw.Below(100000)}E+{draw.Below(30)}"),
        3 => string.Create(CultureInfo.InvariantCulture, $"{draw.Number()}{draw.Bits()}{draw.Bits()}"),
        4 => string.Create(CultureInfo.InvariantCulture, $"-{draw.Below(3)}.{draw.Bits()}{draw.Bits()}e{draw.Below(700) - 350}"),
        _ => draw.Number().ToString(CultureInfo.InvariantCulture),
    };

    public static string JsonString(this Draw draw) => Quote(draw.Text(), draw);

    private static string JsonArray(this Draw draw, int depth) =>
        $"[{string.Join(draw.OneOf(",", " , ", ",\r\n\t"), Enumerable.Range(0, draw.Below(5)).Select(_ => draw.Json(depth)))}]";

    private static string JsonObject(this Draw draw, int depth) =>
        $"{{{string.Join(draw.OneOf(",", " , "), Enumerable.Range(0, draw.Below(5)).Select(_ => $"{draw.JsonName()}{draw.OneOf(":", " : ")}{draw.Json(depth)}"))}}}";

    private static string JsonName(this Draw draw) => draw.OneOf(
        "\"a\"", "\"b\"", "\"type\"", "\"fields\"", "\"schema\"", "\"payload\"", "\"p\\u0061yload\"", "\"items\"", "\"optional\"", "\"name\"", "\"field\"", "\"x\"");

    private static string Quote(string text, Draw? draw = null)
    {
        var quoted = new StringBuilder("\"");
        foreach (var unit in text)
        {
            if (unit is '"' or '\\' or < ' ' || char.IsSurrogate(unit) || (draw is not null && draw.Chance(3)))
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
            }
            else
            {
                quoted.Append(unit);
            }
        }

        return quoted.Append('"').ToString();
    }
}
