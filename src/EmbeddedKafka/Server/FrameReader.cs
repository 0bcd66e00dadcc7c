using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Server;

/// <summary>
/// Cuts a connection's bytes into frames. The buffer grows with what has arrived, never with what a frame merely announces.
/// </summary>
internal sealed class FrameReader(Socket socket, int maxFrameBytes) : IDisposable
{
    private const int SmallBufferBytes = 16 * 1024;
    private const int LargeBufferBytes = 1024 * 1024;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(SmallBufferBytes);
    private int _start;
    private int _end;

    /// <summary>The next frame, without its length; valid until the next call. Null at the end of the connection.</summary>
    /// <exception cref="MalformedFrameException">The length is negative or above the limit.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            (_start, _end) = (0, 0);
            Shrink();
        }

        if (!await FillAsync(4, cancellationToken))
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_start));
        if (length < 0 || length > maxFrameBytes)
        {
            throw new MalformedFrameException($"A frame announces {length} bytes; socket.request.max.bytes allows {maxFrameBytes}.");
        }

        if (!await FillAsync(4 + length, cancellationToken))
        {
            return null;
        }

        var frame = _buffer.AsMemory(_start + 4, length);
        _start += 4 + length;
        return frame;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private async ValueTask<bool> FillAsync(int count, CancellationToken cancellationToken)
    {
        while (_end - _start < count)
        {
            MakeRoom(count);
            var received = await socket.ReceiveAsync(_buffer.AsMemory(_end), cancellationToken);
            if (received == 0)
            {
                return false;
            }

            _end += received;
        }

        return true;
    }

    private void MakeRoom(int count)
    {
        if (_start > 0 && _buffer.Length - _start < count)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Move(Math.Min(_buffer.Length * 2, Math.Max(count, SmallBufferBytes)));
        }
    }

    private void Shrink()
    {
        if (_buffer.Length > LargeBufferBytes * 2)
        {
            Move(SmallBufferBytes);
        }
    }

    private void Move(int size)
    {
        var other = ArrayPool<byte>.Shared.Rent(size);
        _buffer.AsSpan(_start, _end - _start).CopyTo(other);
        (_start, _end) = (0, _end - _start);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = other;
    }
}
