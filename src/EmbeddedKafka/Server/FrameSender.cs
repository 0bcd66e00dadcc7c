using System.Buffers;
using System.Net.Sockets;
using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Server;

/// <summary>Sends a response frame; regions of log files go through one pooled buffer, so that a large answer takes no large memory.</summary>
internal static class FrameSender
{
    private const int BufferBytes = 128 * 1024;

    public static async ValueTask SendAsync(Socket socket, WireWriter frame, CancellationToken cancellationToken)
    {
        if (frame.Regions.Count == 0)
        {
            await SendAllAsync(socket, frame.Written, cancellationToken);
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            await SendWithRegionsAsync(socket, frame, buffer, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async ValueTask SendWithRegionsAsync(Socket socket, WireWriter frame, byte[] buffer, CancellationToken cancellationToken)
    {
        var (filled, sent) = (0, 0);
        foreach (var (at, region) in frame.Regions)
        {
            filled = await FillAsync(socket, frame.Written[sent..at], buffer, filled, cancellationToken);
            sent = at;
            for (var done = 0; done < region.Length;)
            {
                if (filled == buffer.Length)
                {
                    await SendAllAsync(socket, buffer, cancellationToken);
                    filled = 0;
                }

                var read = region.Read(done, buffer.AsSpan(filled));
                done += read;
                filled += read;
            }
        }

        filled = await FillAsync(socket, frame.Written[sent..], buffer, filled, cancellationToken);
        await SendAllAsync(socket, buffer.AsMemory(0, filled), cancellationToken);
    }

    private static async ValueTask<int> FillAsync(
        Socket socket, ReadOnlyMemory<byte> bytes, byte[] buffer, int filled, CancellationToken cancellationToken)
    {
        if (bytes.Length > buffer.Length - filled)
        {
            await SendAllAsync(socket, buffer.AsMemory(0, filled), cancellationToken);
            filled = 0;
            if (bytes.Length > buffer.Length)
            {
                await SendAllAsync(socket, bytes, cancellationToken);
                return 0;
            }
        }

        bytes.CopyTo(buffer.AsMemory(filled));
        return filled + bytes.Length;
    }

    private static async ValueTask SendAllAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0)
        {
            var sent = await socket.SendAsync(bytes, cancellationToken);
            bytes = bytes[sent..];
        }
    }
}
