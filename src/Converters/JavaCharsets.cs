using System.Text;
using System.Text.RegularExpressions;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Formats;

namespace OrleansConnect.Converters;

/// <summary>Character sets by Java's names, with Java's way out for what cannot be encoded: a question mark.</summary>
internal static partial class JavaCharsets
{
    /// <summary>UTF-8, which is what nearly everybody uses.</summary>
    public static Encoding Utf8 { get; } = Encoding.GetEncoding("utf-8", new EncoderReplacementFallback("?"), new DecoderReplacementFallback("\uFFFD"));

    /// <summary>The text of bytes that may be none.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, Encoding encoding) => ReferenceEquals(encoding, Utf8) ? JavaUtf8.Decode(bytes) : encoding.GetString(bytes);

    public static Encoding Find(string name)
    {
        try
        {
            return name.ToUpperInvariant() switch
            {
                "UTF-8" or "UTF8" or "UNICODE-1-1-UTF-8" => Utf8,
                "US-ASCII" or "ASCII" or "646" or "ASCII7" or "ISO_646.IRV:1983" or "DEFAULT" => WithFallbacks("us-ascii"),
                "ISO-8859-1" or "ISO8859_1" or "ISO8859-1" or "ISO_8859_1" or "8859_1" or "LATIN1" or "L1" or "819" or "IBM-819" => WithFallbacks("iso-8859-1"),
                "UTF-16BE" or "UTF_16BE" or "X-UTF-16BE" or "ISO-10646-UCS-2" or "UNICODEBIGUNMARKED" => new JavaUtf16(isLittleEndian: false, isMarked: false),
                "UTF-16LE" or "UTF_16LE" or "X-UTF-16LE" or "UNICODELITTLEUNMARKED" => new JavaUtf16(isLittleEndian: true, isMarked: false),
                "UTF-16" or "UTF_16" or "UTF16" or "UNICODE" or "UNICODEBIG" => new JavaUtf16(isLittleEndian: false, isMarked: true),
                "UTF-32" or "UTF_32" or "UTF32" => new JavaUtf32(isLittleEndian: false, isMarked: true),
                "UTF-32BE" or "UTF_32BE" or "X-UTF-32BE" => new JavaUtf32(isLittleEndian: false, isMarked: false),
                "UTF-32LE" or "UTF_32LE" or "X-UTF-32LE" => new JavaUtf32(isLittleEndian: true, isMarked: false),
                var known when DotNetNameOf(known) is { } other => new SingleByteCharset(WithFallbacks(other)),
                _ => WithFallbacks(name) is { IsSingleByte: true } encoding ? new SingleByteCharset(encoding) : WithFallbacks(name),
            };
        }
        catch (Exception cause) when (cause is ArgumentException or NotSupportedException)
        {
            throw ConfigException.Invalid("converter.encoding", name, $"Unsupported encoding {name}", cause);
        }
    }

    // Names that only Java has for sets of single bytes that both have.
    private static string? DotNetNameOf(string name) =>
        IsoName().Match(name) is { Success: true } iso ? $"ISO-8859-{iso.Groups["part"]}"
        : WindowsName().Match(name) is { Success: true } windows ? $"WINDOWS-{windows.Groups["page"]}"
        : IbmName().Match(name) is { Success: true } ibm ? IbmNameOf(ibm.Groups["page"].Value)
        : name is "KOI8_R" or "KOI8_U" ? name.Replace('_', '-')
        : null;

    private static string IbmNameOf(string page) => page switch
    {
        "858" => "IBM00858",
        ['1', '0', '4', ..] or ['1', '1', ..] => $"IBM0{page}",
        _ => $"IBM{page}",
    };

    [GeneratedRegex(@"^(?:ISO8859[-_]|8859_|ISO[-_]8859-)(?<part>[2-9]|13|15)\z", RegexOptions.CultureInvariant)]
    private static partial Regex IsoName();

    [GeneratedRegex(@"^CP(?<page>125[0-8])\z", RegexOptions.CultureInvariant)]
    private static partial Regex WindowsName();

    [GeneratedRegex(
        @"^(?:CP|IBM-?)?(?<page>037|273|277|278|280|284|285|297|424|437|500|775|850|852|855|857|858|86[01235679]|87[01]|1026|1047|114[0-9])\z", RegexOptions.CultureInvariant)]
    private static partial Regex IbmName();

    private static Encoding WithFallbacks(string name)
    {
        var encoder = new OneMarkFallback();
        var decoder = new DecoderReplacementFallback("\uFFFD");
        return CodePagesEncodingProvider.Instance.GetEncoding(name, encoder, decoder) ?? Encoding.GetEncoding(name, encoder, decoder);
    }
}
