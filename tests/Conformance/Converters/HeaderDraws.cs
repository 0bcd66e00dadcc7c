using System.Globalization;
using OrleansConnect.Tests.Conformance.Java;

namespace OrleansConnect.Tests.Conformance.Converters;

/// <summary>Random texts of headers: values, lists and maps of them, and what is nearly one.</summary>
internal static class HeaderDraws
{
    private static readonly string[] Words =
    [
        "null", "true", "false", "TRUE", " true", "null ", "NaN", "0x10", "1L", "a,b", "1,2", "+", "-", "--1", "+5", "5 ", "1.0", "1e3", "1e400", "1e-400", "-1e39",
        "0e5", "0e-12", "1.", ".5", "1e", "1E+2147483647", "1e2147483648", "12e-2", "1200e-2", "9223372036854775807", "9223372036854775808",
        "-9223372036854775808", "-9223372036854775809", "1000000000000000000000e-3", "\u0663", "\u0661\u0662.5", "\uff11\uff12", "2019-08-23", "2019-8-23x", "2019-99-99", "1-2-3     ", "-201-01-01",
        "14:34:54.346Z", "14:34:54.346", "24:61:61.999Z", "1:2:3.4Z    ", "2019-08-23T14:34:54.346Z", "2019-08-23T14:34:54Z", "2019-08-23T14\\:34\\:54.346Z",
        "0001-01-01", "1582-10-10", "1E3-01-01x", "12 :34:5.6Z ", "NaN-01-01x", "0x1p3", "1e-46", "3.4028236e38", "1.17549435E-38", "1e39", "-0", "-0.0", "0.0", "00", "007", "1.50", "100.00", "1e2", "1E+2", "128", "-129", "32768", "2147483648", "65504.5",
        "[,]", "[]", "{}", "{:}", "{a:1}", "{\"a\":1,\"a\":2}", "{1:2,1.0:3}", "[1,null,2.5]", "[null]", "[{}]", "[[]]", "[1,[2]]", "{\"a\":[1,\"b\"]}", "[1,300,70000]", "[1.5,2]", "[true,1]", "{\"a\":null}", "{null:1}",
        "{\"a\":1,}", "[1,]", "[\"a\",\"b\"", "\"a\"", "\"", "\\", "[\\\"]", "a:b", "[a]", "[2019-08-23]", "[\"2019-08-23\",\"x\"]", "\ud83d\ude00",
    ];

    /// <summary>A text that stands for a value more often than not.</summary>
    public static string HeaderText(this Draw draw)
    {
        var text = draw.Chance(40) ? draw.Single(isWithin: false) : draw.Nested(3);
        for (var damages = draw.Chance(20) ? 1 + draw.Below(2) : 0; damages > 0 && text.Length > 0; damages--)
        {
            var at = draw.Below(text.Length);
            text = draw.Below(3) switch
            {
                0 => text[..at] + draw.OneOf("[", "]", "{", "}", ",", ":", "\"", "\\", " ", "\t", "null", "0", "\ufffd", "é") + text[at..],
                1 => text.Remove(at, 1),
                _ => text[..at],
            };
        }

        return text;
    }

    private static string Nested(this Draw draw, int depth) => draw.Below(depth > 0 ? 4 : 2) switch
    {
        0 or 1 => draw.Single(isWithin: true),
        2 => $"[{draw.Elements(depth, draw.Chance(70) ? draw.Below(5) : -1)}]",
        _ => $"{{{draw.Entries(depth, draw.Chance(70) ? draw.Below(5) : -1)}}}",
    };

    private static string Elements(this Draw draw, int depth, int kind) =>
        string.Join(draw.OneOf(",", ", ", " ,"), Enumerable.Range(0, draw.Below(4)).Select(_ => kind >= 0 ? draw.OfKind(kind) : draw.Nested(depth - 1)));

    private static string Entries(this Draw draw, int depth, int kind) => string.Join(
        draw.OneOf(",", ", ", " "),
        Enumerable.Range(0, draw.Below(4)).Select(_ => $"{draw.OfKind(draw.Below(3))}{draw.OneOf(":", " : ")}{(kind >= 0 ? draw.OfKind(kind) : draw.Nested(depth - 1))}"));

    private static string OfKind(this Draw draw, int kind) => kind switch
    {
        0 => Quote(draw.Chance(80) ? draw.OneOf("a", "b", "2019-08-23", "14:34:54.346Z", "", " ", "1") : draw.Text()),
        1 => draw.Number().ToString(CultureInfo.InvariantCulture),
        2 => draw.Number(40),
        3 => draw.OneOf("true", "false", "null"),
        _ => draw.OneOf("2019-08-23", "14:34:54.346Z", "2019-08-23T14:34:54.346Z", "17", "90000000", "-5"),
    };

    private static string Single(this Draw draw, bool isWithin) => draw.Below(5) switch
    {
        0 => draw.OneOf(Words),
        1 => isWithin ? Quote(draw.Text()) : draw.Text(),
        2 => isWithin ? Quote(draw.OneOf(Words)) : draw.OneOf(Words),
        3 => draw.Number(draw.Below(100)),
        _ => draw.Number().ToString(CultureInfo.InvariantCulture),
    };

    private static string Number(this Draw draw, int exponentMax) => draw.Below(4) switch
    {
        0 => string.Create(CultureInfo.InvariantCulture, $"{draw.Number()}.{draw.Below(1000)}"),
        1 => string.Create(CultureInfo.InvariantCulture, $"{draw.Number()}e{draw.Below((2 * exponentMax) + 1) - exponentMax}"),
        2 => string.Create(CultureInfo.InvariantCulture, $"{draw.Number()}{new string('0', draw.Below(20))}{(draw.Chance(50) ? ".0" : "")}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{draw.OneOf("+", "-", "")}{draw.Below(100)}.{draw.Below(100)}"),
    };

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
