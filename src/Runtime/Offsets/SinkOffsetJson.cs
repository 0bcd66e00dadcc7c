using System.Globalization;
using System.Text;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>Sink offsets as Kafka Connect writes and reads them in JSON; what is wrong with one is told in its words.</summary>
internal static class SinkOffsetJson
{
    private const string TopicKey = "kafka_topic";
    private const string PartitionKey = "kafka_partition";
    private const string OffsetKey = "kafka_offset";

    public static ConnectorOffset Of(TopicPartition partition, long? offset) => new(
        Text([new(TopicKey, partition.Topic), new(PartitionKey, partition.Partition)]),
        offset is null ? null : Text([new(OffsetKey, offset)]));

    /// <summary>The offsets by partition; null for those to remove. The last one of a partition counts.</summary>
    /// <exception cref="ConnectRequestException">One of them is not as it has to be.</exception>
    public static IReadOnlyDictionary<TopicPartition, long?> Parse(IReadOnlyList<ConnectorOffset> offsets)
    {
        var parsed = new Dictionary<TopicPartition, long?>();
        foreach (var (partition, offset) in offsets)
        {
            parsed[Partition(partition)] = Offset(offset);
        }

        return parsed;
    }

    private static TopicPartition Partition(string? json)
    {
        if (json is null)
        {
            throw ConnectRequestException.Invalid("The partition for a sink connector offset cannot be null or missing");
        }

        var entries = OffsetJson.Entries(json, "partition").ToDictionary(entry => entry.Key, entry => entry.Value);
        if (!entries.TryGetValue(TopicKey, out var topic) || !entries.TryGetValue(PartitionKey, out var partition))
        {
            throw ConnectRequestException.Invalid($"The partition for a sink connector offset must contain the keys '{TopicKey}' and '{PartitionKey}'");
        }

        if (topic is null)
        {
            throw ConnectRequestException.Invalid("Kafka topic names must be valid strings and may not be null");
        }

        if (partition is null)
        {
            throw ConnectRequestException.Invalid("Kafka partitions must be valid numbers and may not be null");
        }

        return int.TryParse(JavaText.Of(partition), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? new(JavaText.Of(topic), number)
            : throw ConnectRequestException.Invalid(
                $"Failed to parse the following Kafka partition value in the provided offsets: '{JavaText.Of(partition)}'. Partition values for sink connectors need to be integers.");
    }

    private static long? Offset(string? json)
    {
        if (json is null)
        {
            return null;
        }

        var entries = OffsetJson.Entries(json, "offset").ToDictionary(entry => entry.Key, entry => entry.Value);
        if (!entries.TryGetValue(OffsetKey, out var offset))
        {
            throw ConnectRequestException.Invalid($"The offset for a sink connector should either be null or contain the key '{OffsetKey}'");
        }

        return long.TryParse(JavaText.Of(offset), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw ConnectRequestException.Invalid(
                $"Failed to parse the following Kafka offset value in the provided offsets: '{JavaText.Of(offset)}'. Offset values for sink connectors need to be integers.");
    }

    private static string Text(IReadOnlyList<KeyValuePair<string, object?>> entries) => Encoding.UTF8.GetString(OffsetCodec.ValueOf(entries));
}
