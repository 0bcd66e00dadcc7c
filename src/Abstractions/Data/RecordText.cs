using System.Globalization;
using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Abstractions.Data;

/// <summary>The text of a record as Kafka Connect writes it in logs and errors, with all that is in it.</summary>
public static class RecordText
{
    /// <summary>For example <c>SourceRecord{sourcePartition={file=a}, sourceOffset={line=1}} ConnectRecord{topic='t', …}</c>.</summary>
    public static string Of(ConnectRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var partition = record.Partition?.ToString(CultureInfo.InvariantCulture) ?? "null";
        var timestamp = record.TimestampMs?.ToString(CultureInfo.InvariantCulture) ?? "null";
        var headers = string.Join(", ", record.Headers.Select(header => $"ConnectHeader(key={header.Key}, value={JavaText.Of(header.Value)}, schema={SchemaOf(header.Schema)})"));
        return $"{Origin(record)} ConnectRecord{{topic='{record.Topic}', kafkaPartition={partition}, key={JavaText.Of(record.Key)}, keySchema={SchemaOf(record.KeySchema)}, "
            + $"value={JavaText.Of(record.Value)}, valueSchema={SchemaOf(record.ValueSchema)}, timestamp={timestamp}, headers=ConnectHeaders(headers={(headers.Length == 0 ? "" : $"[{headers}]")})}}";
    }

    private static string Origin(ConnectRecord record) => record switch
    {
        SinkRecord sink => string.Create(CultureInfo.InvariantCulture, $"SinkRecord{{kafkaOffset={sink.KafkaOffset}, timestampType={KindOf(sink.TimestampKind)}, "
            + $"originalTopic={sink.OriginalTopic}, originalKafkaPartition={sink.OriginalPartition}, originalKafkaOffset={sink.OriginalOffset}}}"),
        SourceRecord source => $"SourceRecord{{sourcePartition={source.SourcePartition?.ToString() ?? "null"}, sourceOffset={source.SourceOffset?.ToString() ?? "null"}}}",
        _ => "",
    };

    private static string KindOf(TimestampKind kind) => kind == TimestampKind.None ? "NoTimestampType" : kind.ToString();

    private static string SchemaOf(Schema? schema) => schema?.ToString() ?? "null";
}
