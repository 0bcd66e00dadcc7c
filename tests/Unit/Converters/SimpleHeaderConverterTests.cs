using System.Buffers;
using System.Text;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Converters;

namespace OrleansConnect.Tests.Unit.Converters;

public sealed class SimpleHeaderConverterTests : IDisposable
{
    private readonly SimpleHeaderConverter _converter = new();

    public void Dispose() => _converter.Dispose();

    [Theory]
    [InlineData("", SchemaType.String, "")]
    [InlineData("true", SchemaType.Boolean, true)]
    [InlineData("TRUE", SchemaType.String, "TRUE")]
    [InlineData("127", SchemaType.Int8, (sbyte)127)]
    [InlineData("+5", SchemaType.Int8, (sbyte)5)]
    [InlineData("128", SchemaType.Int16, (short)128)]
    [InlineData("32768", SchemaType.Int32, 32768)]
    [InlineData("2147483648", SchemaType.Int64, 2147483648L)]
    [InlineData("1.0", SchemaType.Int8, (sbyte)1)]
    [InlineData("1.5", SchemaType.Float32, 1.5f)]
    [InlineData("1,2", SchemaType.Int8, (sbyte)1)]
    [InlineData("NaN", SchemaType.String, "NaN")]
    [InlineData("\"quoted\"", SchemaType.String, "\"quoted\"")]
    [InlineData("[1,null]", SchemaType.String, "[1,null]")]
    public void Guesses_the_type_of_a_text(string text, SchemaType type, object value)
    {
        var read = Read(text);

        Assert.Equal(type, read.Schema?.Type);
        Assert.Equal(value, read.Value);
    }

    [Fact]
    public void Reads_null_as_no_value()
    {
        Assert.Equal(SchemaAndValue.Null, Read("null"));
        Assert.Equal(SchemaAndValue.Null, _converter.ToConnectHeader("t", "h", SerializedBytes.Null));
    }

    [Fact]
    public void Tells_dates_times_and_timestamps_apart()
    {
        Assert.Equal(new SchemaAndValue(DateSchema.Instance, new UtcInstant(1_566_518_400_000)), Read("2019-08-23"));
        Assert.Equal(new SchemaAndValue(TimeSchema.Instance, new UtcInstant(52_494_346)), Read("14:34:54.346Z"));
        Assert.Equal(new SchemaAndValue(TimestampSchema.Instance, new UtcInstant(1_566_570_894_346)), Read("2019-08-23T14:34:54.346Z"));
    }

    [Fact]
    public void Gives_the_elements_of_a_list_their_widest_type()
    {
        var read = Read("[1, 300, 70000]");

        Assert.Equal(SchemaBuilder.Array(Schema.Int32).Build(), read.Schema);
        Assert.Equal(new object[] { 1, 300, 70000 }, read.Value);
    }

    [Fact]
    public void Keeps_bytes_that_are_nested_too_deeply()
    {
        var text = new string('[', 100_000);

        Assert.Equal(Schema.Bytes, Read(text).Schema);
    }

    [Fact]
    public void Writes_values_as_text()
    {
        var record = new Struct(SchemaBuilder.Struct().Field("say", Schema.String).Field("at", Schema.OptionalInt64).Build()).Put("say", "\"hi\\");

        Assert.Equal("{\"say\":\"\\\"hi\\\\\",\"at\":null}", Write(record));
        Assert.Equal("-12", Write((short)-12));
        Assert.Equal("1.0E10", Write(1e10));
        Assert.Equal("1970-01-02", Write(new UtcInstant(UtcInstant.DayMs)));
        Assert.Null(Write(null));
    }

    private SchemaAndValue Read(string text) => _converter.ToConnectHeader("t", "h", new SerializedBytes(Encoding.UTF8.GetBytes(text)));

    private string? Write(object? value)
    {
        var output = new ArrayBufferWriter<byte>();
        return _converter.FromConnectHeader("t", "h", null, value, output) ? Encoding.UTF8.GetString(output.WrittenSpan) : null;
    }
}
