using System.Buffers;
using System.Text;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>Reads a letter's parts with the connector's converters, as far as they can, and writes them as JSON for people.</summary>
/// <param name="make">Makes the converters with which the letter's bytes are read, and those to JSON without schemas.</param>
/// <param name="hide">Puts variables in the place of what they stand for.</param>
internal sealed class LetterText(Func<(RecordConverters Readers, RecordConverters Json)> make, Func<string, string> hide)
{
    public LetterDetails Of(Letter letter, LetterMark? mark)
    {
        var (topic, record, convert) = (letter.Topic ?? letter.Record.Topic, letter.Record, Converters());
        return new(
            letter.Id,
            Of(convert, ErrorStage.KeyConverter, record.Key, (readers, bytes) => readers.Key.ToConnectData(topic, bytes)),
            Of(convert, ErrorStage.ValueConverter, record.Value, (readers, bytes) => readers.Value.ToConnectData(topic, bytes)),
            [.. letter.OriginalHeaders.Select(header => KeyValuePair.Create(
                header.Key, Of(convert, ErrorStage.HeaderConverter, header.Value, (readers, bytes) => readers.Header.ToConnectHeader(topic, header.Key, bytes))))],
            [.. letter.ContextHeaders.Select(header => KeyValuePair.Create(
                header.Key[DeadLetterHeaders.Prefix.Length..], header.Value is { } value ? hide(Encoding.UTF8.GetString(value)) : null))])
        {
            TimestampMs = record.TimestampMs,
            Mark = mark,
        };
    }

    // Whatever a converter throws is the answer: it may be what made the record a dead letter.
    private LetterPart Of(Made made, ErrorStage stage, byte[]? bytes, Read read)
    {
        if (bytes is null)
        {
            return new(null, null, null, null);
        }

        if (made is not { Readers: { } readers, Json: { } json })
        {
            return new(bytes, null, made.Error, null);
        }

        try
        {
            var decoded = read(readers, bytes.AsSpan());
            var output = new ArrayBufferWriter<byte>();
            var isWritten = json.Value.FromConnectData("", decoded.Schema, decoded.Value, output);
            return new(bytes, isWritten ? Encoding.UTF8.GetString(output.WrittenSpan) : "null", null, null);
        }
        catch (Exception error)
        {
            return new(bytes, null, hide(error.Message), ConversionHints.For(stage, readers, error, bytes, isWriting: false));
        }
    }

    // Those that cannot be made hide no bytes.
    private Made Converters()
    {
        try
        {
            var (readers, json) = make();
            return new(readers, json, null);
        }
        catch (Exception error)
        {
            return new(null, null, $"The connector's converters cannot be made: {hide(error.Message)}");
        }
    }

    private delegate SchemaAndValue Read(RecordConverters readers, SerializedBytes bytes);

    private readonly record struct Made(RecordConverters? Readers, RecordConverters? Json, string? Error);
}
