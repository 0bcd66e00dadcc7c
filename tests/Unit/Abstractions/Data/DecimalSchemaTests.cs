using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Tests.Unit.Abstractions.Data;

public sealed class DecimalSchemaTests
{
    [Theory]
    [InlineData("2", 2)]
    [InlineData("+2", 2)]
    [InlineData("-002", -2)]
    [InlineData("\u0661\u0662", 12)]
    [InlineData("-\uff13", -3)]
    public void Reads_the_scale_as_Java_reads_whole_numbers(string text, int scale) => Assert.Equal(scale, DecimalSchema.ScaleOf(Scaled(text)));

    [Theory]
    [InlineData("")]
    [InlineData(" 2")]
    [InlineData("2\0")]
    [InlineData("\u00b2")]
    [InlineData("2147483648")]
    public void Refuses_a_scale_that_is_none(string text)
    {
        var error = Assert.Throws<DataException>(() => DecimalSchema.ScaleOf(Scaled(text)));

        Assert.Equal("Invalid scale parameter found in Decimal schema: ", error.Message);
    }

    private static Schema Scaled(string text) => SchemaBuilder.Bytes().Name(LogicalTypes.Decimal).Parameter(DecimalSchema.ScaleParameter, text).Build();
}
