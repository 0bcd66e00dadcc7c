using OrleansConnect.Grains;
using OrleansConnect.Runtime.Offsets;

namespace OrleansConnect.Tests.Unit.Runtime.Offsets;

public sealed class SinkOffsetJsonTests
{
    private const string Partition = """{"kafka_topic":"t","kafka_partition":0}""";

    [Theory]
    [InlineData(Partition, """{"kafka_offset":5}""", 5L)]
    [InlineData("""{"kafka_partition":"0","kafka_topic":"t","more":1}""", """{"kafka_offset":"5","more":1}""", 5L)]
    [InlineData(Partition, """{"kafka_offset":9223372036854775807}""", long.MaxValue)]
    [InlineData(Partition, null, null)]
    public void Offsets_are_read_as_leniently_as_by_Kafka_Connect(string partition, string? offset, long? expected)
    {
        var parsed = SinkOffsetJson.Parse([new(partition, offset)]);

        Assert.Equal(expected, parsed[new("t", 0)]);
    }

    [Fact]
    public void The_last_offset_of_a_partition_counts() =>
        Assert.Equal(2, Assert.Single(SinkOffsetJson.Parse([SinkOffsetJson.Of(new("t", 0), 1), SinkOffsetJson.Of(new("t", 0), 2)])).Value);

    [Fact]
    public void What_is_written_is_what_the_rest_interface_shows()
    {
        Assert.Equal(new ConnectorOffset(Partition, """{"kafka_offset":5}"""), SinkOffsetJson.Of(new("t", 0), 5));
        Assert.Equal(new ConnectorOffset(Partition, null), SinkOffsetJson.Of(new("t", 0), null));
    }

    [Theory]
    [InlineData(null, null, "The partition for a sink connector offset cannot be null or missing")]
    [InlineData("{}", null, "The partition for a sink connector offset must contain the keys 'kafka_topic' and 'kafka_partition'")]
    [InlineData("""{"kafka_topic":"t"}""", null, "The partition for a sink connector offset must contain the keys 'kafka_topic' and 'kafka_partition'")]
    [InlineData("""{"kafka_topic":null,"kafka_partition":0}""", null, "Kafka topic names must be valid strings and may not be null")]
    [InlineData("""{"kafka_topic":"t","kafka_partition":null}""", null, "Kafka partitions must be valid numbers and may not be null")]
    [InlineData("""{"kafka_topic":"t","kafka_partition":"x"}""", null,
        "Failed to parse the following Kafka partition value in the provided offsets: 'x'. Partition values for sink connectors need to be integers.")]
    [InlineData("""{"kafka_topic":"t","kafka_partition":2147483648}""", null,
        "Failed to parse the following Kafka partition value in the provided offsets: '2147483648'. Partition values for sink connectors need to be integers.")]
    [InlineData(Partition, "{}", "The offset for a sink connector should either be null or contain the key 'kafka_offset'")]
    [InlineData(Partition, """{"kafka_offset":"z"}""",
        "Failed to parse the following Kafka offset value in the provided offsets: 'z'. Offset values for sink connectors need to be integers.")]
    [InlineData(Partition, """{"kafka_offset":null}""",
        "Failed to parse the following Kafka offset value in the provided offsets: 'null'. Offset values for sink connectors need to be integers.")]
    [InlineData(Partition, """{"kafka_offset":{"a":[1]}}""",
        "Failed to parse the following Kafka offset value in the provided offsets: '{a=[1]}'. Offset values for sink connectors need to be integers.")]
    [InlineData("[1]", null, "The partition '[1]' is not a JSON object. Write one, for example {\"filename\":\"a.txt\"}.")]
    [InlineData(Partition, "nonsense", "The offset 'nonsense' is not a JSON object. Write one, for example {\"filename\":\"a.txt\"}.")]
    public void What_is_wrong_is_told_in_Kafka_Connects_words(string? partition, string? offset, string message)
    {
        var refused = Assert.Throws<ConnectRequestException>(() => SinkOffsetJson.Parse([new(partition, offset)]));

        Assert.Equal((RequestErrorKind.Invalid, message), (refused.Kind, refused.Message));
    }
}
