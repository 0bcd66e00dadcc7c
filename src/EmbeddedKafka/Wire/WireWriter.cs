using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using OrleansConnect.EmbeddedKafka.Log;

namespace OrleansConnect.EmbeddedKafka.Wire;

/// <summary>
/// Writes the protocol's types into a pooled buffer. Regions of log files are not copied: they are remembered with their
/// place, and whoever sends the frame reads them from the file.
/// </summary>
internal sealed class WireWriter : IDisposable
{
    private readonly List<(int At, FileRegion Region)> _regions = [];
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(512);
    private int _length;
    private long _regionBytes;

    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    /// <summary>File regions in order, each with the place in <see cref="Written"/> that it comes before.</summary>
    public IReadOnlyList<(int At, FileRegion Region)> Regions => _regions;

    /// <summary>Length of the whole frame, regions included.</summary>
    public long TotalLength => _length + _regionBytes;

    public void Bool(bool value) => Reserve(1)[0] = value ? (byte)1 : (byte)0;

    public void Error(ErrorCode value) => Int16((short)value);

    public void Int8(sbyte value) => Reserve(1)[0] = (byte)value;

    public void Int16(short value) => BinaryPrimitives.WriteInt16BigEndian(Reserve(2), value);

    public void Int32(int value) => BinaryPrimitives.WriteInt32BigEndian(Reserve(4), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64BigEndian(Reserve(8), value);

    public void Uuid(Guid value) => value.TryWriteBytes(Reserve(16), bigEndian: true, out _);

    public void VarUInt(uint value)
    {
        while (value >= 0x80)
        {
            Reserve(1)[0] = (byte)(value | 0x80);
            value >>= 7;
        }

        Reserve(1)[0] = (byte)value;
    }

    public void String(string? value, bool flexible)
    {
        var count = value is null ? -1 : Encoding.UTF8.GetByteCount(value);
        if (flexible)
        {
            VarUInt((uint)(count + 1));
        }
        else
        {
            Int16(checked((short)count));
        }

        if (value is not null)
        {
            Encoding.UTF8.GetBytes(value, Reserve(count));
        }
    }

    public void Bytes(byte[]? value, bool flexible)
    {
        ArrayLength(value?.Length ?? -1, flexible);
        value?.CopyTo(Reserve(value.Length));
    }

    public void Records(WireRecords value, bool flexible)
    {
        ArrayLength(value.Length, flexible);
        if (value.Region is { } region)
        {
            _regions.Add((_length, region));
            _regionBytes += region.Length;
        }
        else
        {
            value.Memory.Span.CopyTo(Reserve(value.Length));
        }
    }

    public void ArrayLength(int count, bool flexible)
    {
        if (flexible)
        {
            VarUInt((uint)(count + 1));
        }
        else
        {
            Int32(count);
        }
    }

    public void Presence(bool present) => Int8(present ? (sbyte)1 : (sbyte)-1);

    /// <summary>Begins a tagged field; its size is put before it by <see cref="TagEnd"/>.</summary>
    public int TagStart(uint tag)
    {
        VarUInt(tag);
        return _length;
    }

    public void TagEnd(int start)
    {
        var size = _length - start;
        Span<byte> prefix = stackalloc byte[5];
        var count = 0;
        for (var rest = (uint)size; count == 0 || rest != 0; rest >>= 7)
        {
            prefix[count++] = (byte)(rest >= 0x80 ? rest | 0x80 : rest);
        }

        Reserve(count);
        _buffer.AsSpan(start, size).CopyTo(_buffer.AsSpan(start + count));
        prefix[..count].CopyTo(_buffer.AsSpan(start));
    }

    /// <summary>Puts the frame's length, known only at the end, into its first four bytes.</summary>
    public void PatchLength() => BinaryPrimitives.WriteInt32BigEndian(_buffer, checked((int)(TotalLength - 4)));

    public void Dispose()
    {
        foreach (var (_, region) in _regions)
        {
            region.Dispose();
        }

        _regions.Clear();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private Span<byte> Reserve(int count)
    {
        if (_buffer.Length - _length < count)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + count));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        var reserved = _buffer.AsSpan(_length, count);
        _length += count;
        return reserved;
    }
}
