using System.Text;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Runtime.Offsets;

namespace OrleansConnect.Tests.Unit.Runtime.Offsets;

public sealed class OffsetCodecTests
{
    [Fact]
    public void Keys_and_values_are_written_as_Kafka_Connect_writes_them()
    {
        var key = OffsetCodec.KeyOf("src", SourcePartition.Of("filename", "a.txt"));
        var value = OffsetCodec.ValueOf(SourceOffset.Of("position", 30));

        Assert.Equal("""["src",{"filename":"a.txt"}]""", Encoding.UTF8.GetString(key));
        Assert.Equal("""{"position":30}""", Encoding.UTF8.GetString(value));
    }

    [Fact]
    public void What_was_written_is_read_back()
    {
        var partition = SourcePartition.Of([new("table", "größe"), new("shard", 3L)]);
        var offset = SourceOffset.Of([new("id", 7L), new("ratio", 0.5), new("done", true), new("note", null), new("text", "a\"b")]);

        var read = OffsetCodec.ReadKey(OffsetCodec.KeyOf("c", partition));

        Assert.Equal(("c", partition), read);
        Assert.Equal(offset, OffsetCodec.ReadValue(OffsetCodec.ValueOf(offset)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("""["src",null]""")]
    [InlineData("""{"a":1}""")]
    [InlineData("""["src",{"a":{}}]""")]
    public void Other_keys_are_not_taken_for_ours(string key) => Assert.Null(OffsetCodec.ReadKey(Encoding.UTF8.GetBytes(key)));

    [Fact]
    public void A_value_that_is_not_primitive_is_refused_by_name()
    {
        var error = Assert.Throws<DataException>(() => OffsetCodec.ValueOf(SourceOffset.Of([new("n", new List<object?>())])));

        Assert.StartsWith("Offsets may only contain primitive types as values, but field n contains", error.Message, StringComparison.Ordinal);
    }
}
