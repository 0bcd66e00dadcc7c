namespace OrleansConnect.EmbeddedKafka.Log;

/// <summary>Walks the records of one decompressed batch: <c>while (reader.Next()) … reader.Current</c>.</summary>
internal struct RecordReader(ReadOnlyMemory<byte> records)
{
    private int _at;

    public Record Current { get; private set; }

    /// <exception cref="InvalidDataException">The bytes are not a record.</exception>
    public bool Next()
    {
        var span = records.Span;
        if (_at >= span.Length)
        {
            return false;
        }

        var start = _at;
        var length = Length(VarLong(span, ref _at), span.Length - _at);
        var end = _at + length;
        span = span[..end];
        var at = _at + 1; // attributes, unused
        var timestampDelta = VarLong(span, ref at);
        var offsetDelta = checked((int)VarLong(span, ref at));
        var key = Blob(span, ref at);
        var value = Blob(span, ref at);
        Current = new Record
        {
            Raw = records[start..end],
            OffsetDelta = offsetDelta,
            TimestampDelta = timestampDelta,
            Key = key,
            Value = value,
        };
        SkipHeaders(span, at);
        _at = end;
        return true;
    }

    private readonly ReadOnlyMemory<byte>? Blob(ReadOnlySpan<byte> span, ref int at)
    {
        var announced = VarLong(span, ref at);
        if (announced == -1)
        {
            return null;
        }

        var length = Length(announced, span.Length - at);
        at += length;
        return records.Slice(at - length, length);
    }

    private static void SkipHeaders(ReadOnlySpan<byte> span, int at)
    {
        for (var count = VarLong(span, ref at); count != 0; count--)
        {
            var name = VarLong(span, ref at);
            at += Length(name, span.Length - at);
            var value = VarLong(span, ref at);
            at += value == -1 ? 0 : Length(value, span.Length - at);
        }

        if (at != span.Length)
        {
            throw new InvalidDataException("A record is longer than its fields.");
        }
    }

    private static int Length(long length, int remaining) => length >= 0 && length <= remaining
        ? (int)length
        : throw new InvalidDataException($"A record announces {length} bytes where {remaining} remain.");

    private static long VarLong(ReadOnlySpan<byte> span, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (at >= span.Length)
            {
                throw new InvalidDataException("A record ends inside a number.");
            }

            var next = span[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if ((next & 0x80) == 0)
            {
                return (long)(value >> 1) ^ -(long)(value & 1);
            }
        }

        throw new InvalidDataException("A number in a record has more than ten bytes.");
    }
}
