using System.Buffers;
using System.Text;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Runtime.Pipeline;

/// <summary>
/// Writes the records of a source that fail as they were before any transformation: keys and values as JSON with their schemas, whatever the connector's converters are, since it may have
/// been those that failed. What even JSON cannot hold becomes text.
/// </summary>
internal sealed class SourceDeadLetters(RecordConverters json)
{
    public DeadLetter Render(FailedOperation failure)
    {
        var record = failure.Source ?? throw new InvalidOperationException("The record of a source comes from its task.");
        var headers = new List<KeyValuePair<string, byte[]?>>();
        foreach (var header in record.Headers)
        {
            headers.Add(new(header.Key, Bytes(
                output => json.Header.FromConnectHeader(record.Topic, header.Key, header.Schema, header.Value, output), header.Value)));
        }

        return new(Bytes(json.Key, record.Topic, record.KeySchema, record.Key), Bytes(json.Value, record.Topic, record.ValueSchema, record.Value), record.TimestampMs, headers);
    }

    private static byte[]? Bytes(IConverter converter, string topic, Schema? schema, object? value) =>
        Bytes(output => converter.FromConnectData(topic, schema, value, output), value);

    // The policy for a value that cannot be converted: its text is better than nothing, and the record must not be lost for it.
    private static byte[]? Bytes(Func<IBufferWriter<byte>, bool> convert, object? value)
    {
        if (value is null)
        {
            return null;
        }

        try
        {
            var output = new ArrayBufferWriter<byte>();
            return convert(output) ? output.WrittenSpan.ToArray() : null;
        }
        catch (Exception)
        {
            return Encoding.UTF8.GetBytes(value.ToString() ?? "");
        }
    }
}
