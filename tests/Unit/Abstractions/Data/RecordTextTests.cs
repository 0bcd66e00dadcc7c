using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Tests.Unit.Abstractions.Data;

public sealed class RecordTextTests
{
    private static readonly SourceRecord Record = new() { Topic = "t", SourcePartition = SourcePartition.Of([]), SourceOffset = SourceOffset.Of([]) };

    [Fact]
    public void What_a_source_does_not_tell_is_null() => Assert.StartsWith(
        "SourceRecord{sourcePartition=null, sourceOffset=null} ConnectRecord{topic='t', ", RecordText.Of(new SourceRecord { Topic = "t" }), StringComparison.Ordinal);

    [Theory]
    [InlineData(TimestampKind.None, "NoTimestampType")]
    [InlineData(TimestampKind.CreateTime, "CreateTime")]
    [InlineData(TimestampKind.LogAppendTime, "LogAppendTime")]
    public void A_timestamp_has_the_kind_that_Kafka_calls_it(TimestampKind kind, string text) => Assert.StartsWith(
        $"SinkRecord{{kafkaOffset=3, timestampType={text}, originalTopic=t, originalKafkaPartition=1, originalKafkaOffset=3}} ",
        RecordText.Of(new SinkRecord { Topic = "t", OriginalTopic = "t", OriginalPartition = 1, KafkaOffset = 3, OriginalOffset = 3, TimestampKind = kind }),
        StringComparison.Ordinal);

    [Fact]
    public void Headers_are_in_brackets_if_there_are_any()
    {
        var headers = Headers.Of(new Header("a", Schema.Int8, (sbyte)1), new Header("b", null, null));

        Assert.EndsWith("headers=ConnectHeaders(headers=)}", RecordText.Of(Record), StringComparison.Ordinal);
        Assert.EndsWith(
            "headers=ConnectHeaders(headers=[ConnectHeader(key=a, value=1, schema=Schema{INT8}), ConnectHeader(key=b, value=null, schema=null)])}",
            RecordText.Of(Record with { Headers = headers }),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-62_135_596_800_001, "Sun Jan 02 23:59:59 UTC 1")]
    [InlineData(-30_610_224_000_000, "Wed Dec 27 00:00:00 UTC 999")]
    [InlineData(253_402_300_800_000, "Sat Jan 01 00:00:00 UTC 10000")]
    public void A_year_has_as_many_digits_as_it_needs(long epochMs, string text) =>
        Assert.Contains($"value={text},", RecordText.Of(Record with { Value = new UtcInstant(epochMs) }), StringComparison.Ordinal);

    [Fact]
    public void A_struct_in_a_header_brings_its_schema()
    {
        var schema = SchemaBuilder.Struct().Name("s").Build();

        Assert.Equal(schema, new Header("h", null, new Struct(schema)).Schema);
        Assert.Null(new Header("h", null, 1).Schema);
    }
}
