using System.Buffers;
using System.Text;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>Reads a letter's parts with the connector's converters, as far as they can, and writes them as JSON for people.</summary>
/// <param name="readers">The converters with which the letter's bytes are read.</param>
/// <param name="json">Converters to JSON without schemas.</param>
/// <param name="hide">Puts variables in the place of what they stand for.</param>
internal sealed class LetterText(RecordConverters readers, RecordConverters json, Func<string, string> hide)
{
    public LetterDetails Of(Letter letter, LetterMark? mark)
    {
        var (topic, record) = (letter.Topic ?? letter.Record.Topic, letter.Record);
        return new(
            letter.Id,
            Of(ErrorStage.KeyConverter, record.Key, bytes => readers.Key.ToConnectData(topic, bytes)),
            Of(ErrorStage.ValueConverter, record.Value, bytes => readers.Value.ToConnectData(topic, bytes)),
            [.. letter.OriginalHeaders.Select(header => KeyValuePair.Create(
                header.Key, Of(ErrorStage.HeaderConverter, header.Value, bytes => readers.Header.ToConnectHeader(topic, header.Key, bytes))))],
            [.. letter.ContextHeaders.Select(header => KeyValuePair.Create(
                header.Key[DeadLetterHeaders.Prefix.Length..], header.Value is { } value ? hide(Encoding.UTF8.GetString(value)) : null))])
        {
            TimestampMs = record.TimestampMs,
            Mark = mark,
        };
    }

    // Whatever a converter throws is the answer: it may be what made the record a dead letter.
    private LetterPart Of(ErrorStage stage, byte[]? bytes, Read read)
    {
        if (bytes is null)
        {
            return new(null, null, null, null);
        }

        try
        {
            var decoded = read(bytes.AsSpan());
            var output = new ArrayBufferWriter<byte>();
            var isWritten = json.Value.FromConnectData("", decoded.Schema, decoded.Value, output);
            return new(bytes, isWritten ? Encoding.UTF8.GetString(output.WrittenSpan) : "null", null, null);
        }
        catch (Exception error)
        {
            return new(bytes, null, hide(error.Message), ConversionHints.For(stage, readers, error, bytes));
        }
    }

    private delegate SchemaAndValue Read(SerializedBytes bytes);
}
