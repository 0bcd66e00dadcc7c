using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Converters;
using OrleansConnect.Tests.Conformance.Java;

namespace OrleansConnect.Tests.Conformance.Converters;

/// <summary>The converters of texts, bytes, flags and numbers give the same bytes, values and messages as Kafka Connect's, for keys, values and headers.</summary>
public sealed class PlainConverterDifferenceTests(JavaOracle java)
{
    private const int CasesOfEach = 300;

    private static readonly Dictionary<string, Func<IConnectPlugin>> Makers = new()
    {
        ["String"] = () => new StringConverter(),
        ["ByteArray"] = () => new ByteArrayConverter(),
        ["Boolean"] = () => new BooleanConverter(),
        ["Short"] = () => new ShortConverter(),
        ["Integer"] = () => new IntegerConverter(),
        ["Long"] = () => new LongConverter(),
        ["Float"] = () => new FloatConverter(),
        ["Double"] = () => new DoubleConverter(),
    };

    public static TheoryData<string, string> Uses => new(Makers.Keys.SelectMany(_ => (string[])["key", "value", "header"], (name, role) => (name, role)));

    public static TheoryData<string> Encodings => ["UTF-8", "utf8", "US-ASCII", "ISO-8859-1", "latin1", "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-8 ", "646", "UTF-32", "UTF-32LE",
        "windows-1252", "Cp1252", "windows-1251", "ISO-8859-2", "ISO-8859-5", "ISO-8859-15", "KOI8-R", "IBM037", "IBM850", "IBM437", "IBM500", "IBM01140", "windows-1253", "windows-1257",
        "ISO-8859-7", "ISO-8859-8", "KOI8-U", "windows-1255", "ISO_8859_1", "ISO8859_15", "8859_2", "Cp1251", "Cp850", "cp037", "IBM-500", "858", "ibm1140", "Cp1047", "koi8_r"];

    public static TheoryData<string> EncodingsOfManyBytes => ["GBK", "Shift_JIS", "EUC-JP", "EUC-KR"];

    // What is no text at all in these the two read in their own ways.
    [Theory]
    [MemberData(nameof(EncodingsOfManyBytes))]
    public void Writes_and_reads_texts_of_Asia_alike(string encoding)
    {
        var pair = new ConverterPair(java, new StringConverter(), ("converter.encoding", encoding));
        var characters = System.Text.CodePagesEncodingProvider.Instance.GetEncoding(encoding)!; // it has all of them
        new Drawn<string>(draw => string.Concat(Enumerable.Range(0, draw.Below(10)).Select(_ => draw.OneOf("a", "1", " ", "日", "本", "中", "文", "大", "人", "あ", "ア", "。")))).Check(
            text =>
            {
                pair.CompareFrom(null, text);
                pair.CompareTo(characters.GetBytes(text));
            },
            CasesOfEach);
    }

    // Kafka Connect looks at the name when the converter is configured; validation refuses it here already.
    [Theory]
    [InlineData("klingon")]
    [InlineData("")]
    [InlineData("utf 8")]
    [InlineData("UTF_8")]
    [InlineData("UTF-7")]
    [InlineData("é")]
    public void Refuses_an_encoding_that_does_not_exist(string encoding)
    {
        var pair = new ConverterPair(java, new StringConverter(), ("converter.encoding", encoding));

        Assert.False(pair.IsConfigured);
        var value = new StringConverter().Config.Validate(new Dictionary<string, string?> { ["converter.encoding"] = encoding }).Single(value => value.Name == "converter.encoding");
        Assert.Equal($"Invalid value {encoding} for configuration converter.encoding: Unsupported encoding {encoding}", Assert.Single(value.Errors));
    }

    [Theory]
    [MemberData(nameof(Uses))]
    public void Converts_any_value_and_any_bytes_alike(string name, string role)
    {
        var pair = new ConverterPair(java, Makers[name](), role, role == "header" ? [("converter.type", role)] : []);
        Assert.True(pair.IsConfigured);
        Check(pair, CasesOfEach);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Writes_and_reads_texts_alike_in_every_encoding(string encoding)
    {
        var pair = new ConverterPair(java, new StringConverter(), ("converter.encoding", encoding));
        Assert.True(pair.IsConfigured);
        Check(pair, CasesOfEach);
    }

    private static void Check(ConverterPair pair, int cases) => new Drawn<Action>(draw =>
    {
        var schema = draw.Chance(50) ? null : draw.Schema(1);
        var value = draw.Chance(30) ? draw.Text() : draw.Value(schema);
        var bytes = draw.RawBytes();
        return () =>
        {
            if (pair.WritesBytesAsTheyAre || !HasBytes(value))
            {
                pair.CompareFrom(schema, value);
            }

            pair.CompareTo(bytes);
        };
    }).Check(compare => compare(), cases);

    // In Java's texts of arrays is their address.
    private static bool HasBytes(object? value) => value switch
    {
        byte[] => true,
        Struct container => Array.Exists(Notation.FieldsOf(container), HasBytes),
        ConnectMap map => map.Any(entry => HasBytes(entry.Key) || HasBytes(entry.Value)),
        IReadOnlyList<object?> list => list.Any(HasBytes),
        _ => false,
    };
}
