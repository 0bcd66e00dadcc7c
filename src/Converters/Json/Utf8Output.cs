using System.Buffers;
using System.Buffers.Text;
using System.Text;
using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Converters.Json;

/// <summary>Writes JSON tokens as Jackson does, byte for byte. Call <see cref="Flush"/> at the end.</summary>
internal ref struct Utf8Output(IBufferWriter<byte> output)
{
    private const int ChunkMin = 256;
    private const int StringChunk = 1024;

    // What stands for a character below 32 behind its backslash; 'u' means that the code follows.
    private static ReadOnlySpan<byte> ShortEscapes => "uuuuuuuubtnufruuuuuuuuuuuuuuuuuu"u8;

    private static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, 32).Select(code => (char)code), '"', '\\']);

    private Span<byte> _span;
    private int _used;

    public void Flush()
    {
        output.Advance(_used);
        _span = default;
        _used = 0;
    }

    public void WriteByte(byte value)
    {
        Room(1)[0] = value;
        _used++;
    }

    public void Write(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _used += bytes.Length;
    }

    public void WriteNumber(long value)
    {
        Utf8Formatter.TryFormat(value, Room(20), out var written);
        _used += written;
    }

    /// <summary>What JSON has no number for becomes a string.</summary>
    public void WriteNumber(double value) => WriteFloat(JavaNumbers.Format(value, Room(JavaNumbers.LengthMax)), double.IsFinite(value));

    public void WriteNumber(float value) => WriteFloat(JavaNumbers.Format(value, Room(JavaNumbers.LengthMax)), float.IsFinite(value));

    public void WriteNumber(BigDecimal value)
    {
        var text = value.ToString();
        var room = Room(text.Length);
        _used += Encoding.Latin1.GetBytes(text, room);
    }

    public void WriteBase64(ReadOnlySpan<byte> bytes)
    {
        var room = Room(Base64.GetMaxEncodedToUtf8Length(bytes.Length) + 2);
        room[0] = (byte)'"';
        Base64.EncodeToUtf8(bytes, room[1..], out _, out var written);
        room[written + 1] = (byte)'"';
        _used += written + 2;
    }

    public void WriteString(scoped ReadOnlySpan<char> text)
    {
        WriteByte((byte)'"');
        while (text.Length > StringChunk)
        {
            WriteChars(text[..StringChunk]);
            text = text[StringChunk..];
        }

        WriteChars(text);
        WriteByte((byte)'"');
    }

    private void WriteChars(scoped ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var clean = text.IndexOfAny(Escaped);
            clean = clean < 0 ? text.Length : clean;
            var surrogate = text[..clean].IndexOfAnyInRange('\uD800', '\uDFFF');
            clean = surrogate < 0 ? clean : surrogate;
            var room = Room(clean * 3);
            _used += Encoding.UTF8.GetBytes(text[..clean], room);
            text = text[clean..];
            if (!text.IsEmpty)
            {
                WriteEscape(text[0]);
                text = text[1..];
            }
        }
    }

    // Each half of a surrogate pair is escaped on its own, even one that stands alone.
    private void WriteEscape(char value)
    {
        var shortForm = value < 32 ? ShortEscapes[value] : value < 128 ? (byte)value : (byte)'u';
        var room = Room(6);
        room[0] = (byte)'\\';
        room[1] = shortForm;
        if (shortForm != 'u')
        {
            _used += 2;
            return;
        }

        Utf8Formatter.TryFormat((uint)value, room[2..], out _, new StandardFormat('X', 4));
        _used += 6;
    }

    private void WriteFloat(int length, bool isNumber)
    {
        if (isNumber)
        {
            _used += length;
            return;
        }

        // The name was written only to be measured; the quotes go around it.
        Span<byte> name = stackalloc byte[length];
        _span.Slice(_used, length).CopyTo(name);
        WriteByte((byte)'"');
        Write(name);
        WriteByte((byte)'"');
    }

    // Changes what is used: never to be called within an assignment to that, which reads the old value first.
    private Span<byte> Room(int length)
    {
        if (_span.Length - _used < length)
        {
            output.Advance(_used);
            _used = 0;
            _span = output.GetSpan(Math.Max(length, ChunkMin));
        }

        return _span[_used..];
    }
}
