using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace OrleansConnect.EmbeddedKafka.Wire;

/// <summary>
/// Reads the protocol's types (https://kafka.apache.org/protocol#protocol_types) from one frame. Objects made from a frame are
/// charged against a budget, so that a small frame cannot claim a large heap.
/// </summary>
internal ref struct WireReader(ReadOnlyMemory<byte> frame, long budgetBytes)
{
    private const int ElementCostBytes = 64;
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private readonly ReadOnlyMemory<byte> _frame = frame;
    private readonly ReadOnlySpan<byte> _span = frame.Span;
    private long _budgetBytes = budgetBytes;
    private int _at;

    public readonly int Remaining => _span.Length - _at;

    public bool Bool() => Take(1)[0] != 0;

    public ErrorCode Error() => (ErrorCode)Int16();

    public sbyte Int8() => (sbyte)Take(1)[0];

    public short Int16() => BinaryPrimitives.ReadInt16BigEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    public long Int64() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    public Guid Uuid() => new(Take(16), bigEndian: true);

    public uint VarUInt()
    {
        uint value = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var next = Take(1)[0];
            value |= (uint)(next & 0x7f) << shift;
            if ((next & 0x80) == 0)
            {
                return value;
            }
        }

        ThrowMalformed("a variable-length number has more than five bytes");
        return 0;
    }

    public string String(bool flexible) => NullableString(flexible) ?? Missing<string>();

    public string? NullableString(bool flexible)
    {
        var length = flexible ? (int)VarUInt() - 1 : Int16();
        if (length < 0)
        {
            return null;
        }

        var bytes = Take(length);
        Charge(bytes.Length * 2);
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            ThrowMalformed("a string is not UTF-8");
            return null;
        }
    }

    public byte[] Bytes(bool flexible) => NullableBytes(flexible) ?? Missing<byte[]>();

    public byte[]? NullableBytes(bool flexible)
    {
        var length = flexible ? (int)VarUInt() - 1 : Int32();
        if (length < 0)
        {
            return null;
        }

        var bytes = Take(length);
        Charge(length);
        return bytes.ToArray();
    }

    public WireRecords Records(bool flexible)
    {
        var length = flexible ? (int)VarUInt() - 1 : Int32();
        if (length < 0)
        {
            return default;
        }

        var start = _at;
        Take(length);
        return new WireRecords(_frame.Slice(start, length), null);
    }

    /// <summary>Whether a nullable structure follows.</summary>
    public bool IsPresent() => Int8() >= 0;

    public int ArrayLength(bool flexible)
    {
        var length = flexible ? (int)VarUInt() - 1 : Int32();
        if (length > Remaining)
        {
            ThrowMalformed($"an array announces {length} elements in {Remaining} bytes");
        }

        return length;
    }

    /// <summary>What to reserve for an array: little, until elements have really been read.</summary>
    public static int Capacity(int count) => Math.Min(count, 16);

    public void Charge(int bytes = 0)
    {
        _budgetBytes -= bytes + ElementCostBytes;
        if (_budgetBytes < 0)
        {
            ThrowMalformed("it holds more elements than a frame of the largest size may");
        }
    }

    public uint TagStart(out int end)
    {
        var tag = VarUInt();
        var size = VarUInt();
        if (size > Remaining)
        {
            ThrowMalformed("a tagged field is longer than the frame");
        }

        end = _at + (int)size;
        return tag;
    }

    public void TagEnd(int end) => _at = end;

    private ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)(_span.Length - _at))
        {
            ThrowMalformed($"it ends {count} bytes too early");
        }

        var taken = _span.Slice(_at, count);
        _at += count;
        return taken;
    }

    private static T Missing<T>()
    {
        ThrowMalformed("a field that must have a value is null");
        return default!; // not reached
    }

    [DoesNotReturn]
    private static void ThrowMalformed(string what) => throw new MalformedFrameException($"The frame is malformed: {what}.");
}
