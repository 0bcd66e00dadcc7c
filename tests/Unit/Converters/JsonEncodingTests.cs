using System.Text;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Tests.Unit.Converters;

/// <summary>JSON that is not plain ASCII, in any Unicode encoding, is read as Jackson reads it there.</summary>
public sealed class JsonEncodingTests
{
    private const string Refused = "Converting byte[] to Kafka Connect data failed due to serialization error: ";

    [Theory]
    [InlineData("FFFE0000")]
    [InlineData("0000FEFF")]
    public void A_mark_with_nothing_behind_it_is_no_value(string bytes) =>
        Assert.Null(ConverterProbe.PlainJson().Decode(Convert.FromHexString(bytes)).Value);

    [Fact]
    public void A_mark_with_half_a_character_behind_it_is_refused() =>
        Assert.Equal(Refused, Assert.ThrowsAny<Exception>(() => ConverterProbe.PlainJson().Decode(Convert.FromHexString("FFFE000031"))).Message);

    [Theory]
    [InlineData("\u00a0", true)]
    [InlineData("\ufffd", true)]
    [InlineData("\ud801\udc00", true)]
    [InlineData("\u20ac", false)]
    [InlineData("\u00e9", false)]
    public void A_word_may_end_at_what_is_no_part_of_one_but_in_UTF_8_only_at_ASCII(string behind, bool isEnd)
    {
        var text = $"true{behind}";

        Assert.Equal(isEnd ? true : null, Read(Encoding.Unicode.GetBytes(text)));
        Assert.Equal(isEnd ? true : null, Read(Encoding.UTF32.GetBytes(text)));
        Assert.Null(Read(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData("\"\\u00\u3065\uff39\"", "\u00e9")]
    [InlineData("\"\\\\u\u3065\"", "\\u\u3065")]
    public void Outside_of_UTF_8_the_lower_byte_of_a_digit_counts(string json, string text)
    {
        Assert.Equal(text, Read(Encoding.Unicode.GetBytes(json)));
        Assert.Equal(text, Read(Encoding.BigEndianUnicode.GetBytes(json)));
    }

    [Fact]
    public void In_UTF_8_a_digit_is_in_ASCII() => Assert.Null(Read("\"\\u00\u3065\uff39\""u8.ToArray()));

    private static object? Read(byte[] bytes)
    {
        try
        {
            return ConverterProbe.PlainJson().Decode(bytes).Value;
        }
        catch (DataException error) when (error.Message == Refused)
        {
            return null;
        }
    }
}
