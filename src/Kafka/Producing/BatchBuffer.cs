using System.Buffers;

namespace OrleansConnect.Kafka.Producing;

/// <summary>The bytes of a batch, one behind the other in one pooled array.</summary>
internal sealed class BatchBuffer : IBufferWriter<byte>, IDisposable
{
    private const int SizeMin = 16 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(SizeMin);

    /// <summary>Never empty, so that it can be pinned; only the first <see cref="Written"/> bytes count.</summary>
    public byte[] Bytes => _bytes;

    public int Written { get; private set; }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - Written);
        Written += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _bytes.AsMemory(Written);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _bytes.AsSpan(Written);
    }

    /// <summary>Forgets what was written from here on.</summary>
    public void Truncate(int written) => Written = written;

    public void Dispose()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
            Written = 0;
        }
    }

    private void EnsureRoom(int sizeHint)
    {
        if (_bytes.Length - Written < Math.Max(sizeHint, 1))
        {
            Grow(Math.Max(sizeHint, 1));
        }
    }

    private void Grow(int room)
    {
        ObjectDisposedException.ThrowIf(_bytes.Length == 0, typeof(MessageBatch));
        var needed = checked(Written + room);
        var grown = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(2L * _bytes.Length, needed, Math.Max(needed, Array.MaxLength)));
        _bytes.AsSpan(0, Written).CopyTo(grown);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = grown;
    }
}
