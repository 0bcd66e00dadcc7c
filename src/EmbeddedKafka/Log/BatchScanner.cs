using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace OrleansConnect.EmbeddedKafka.Log;

/// <summary>Walks the batches of a segment file: heads only, or whole batches where asked. Reads ahead into one pooled buffer.</summary>
internal sealed class BatchScanner(SafeFileHandle file, long position, long end, int readAheadBytes) : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(readAheadBytes, BatchHeader.Size));
    private long _bufferStart = position;
    private int _buffered;
    private long _next = position;

    /// <summary>Where the current batch begins in the file.</summary>
    public int Position { get; private set; }

    public BatchHeader Header { get; private set; }

    /// <summary>Goes to the next batch; false at the end, or where the bytes are no whole batch.</summary>
    public bool Next()
    {
        if (_next + BatchHeader.Size > end || !Fill(_next, BatchHeader.Size))
        {
            return false;
        }

        var header = BatchHeader.Parse(_buffer.AsSpan((int)(_next - _bufferStart)));
        if (header.Magic != 2 || header.TotalSize < BatchHeader.Size || _next + header.TotalSize > end || header.LastOffsetDelta < 0)
        {
            return false;
        }

        (Header, Position) = (header, (int)_next);
        _next += header.TotalSize;
        return true;
    }

    /// <summary>The current batch's bytes; valid until the scanner moves.</summary>
    public ReadOnlyMemory<byte> Batch() => Fill(Position, Header.TotalSize)
        ? _buffer.AsMemory((int)(Position - _bufferStart), Header.TotalSize)
        : throw new IOException("A log file ended inside a batch.");

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private bool Fill(long from, int count)
    {
        if (from >= _bufferStart && from + count <= _bufferStart + _buffered)
        {
            return true;
        }

        if (count > _buffer.Length)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(count);
        }

        var wanted = (int)Math.Min(_buffer.Length, end - from);
        (_bufferStart, _buffered) = (from, 0);
        while (_buffered < wanted)
        {
            var read = RandomAccess.Read(file, _buffer.AsSpan(_buffered, wanted - _buffered), from + _buffered);
            if (read == 0)
            {
                break;
            }

            _buffered += read;
        }

        return _buffered >= count;
    }
}
