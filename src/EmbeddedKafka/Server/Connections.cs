using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Server;

/// <summary>Serves a connection until it ends: reads a frame, answers it, reads the next. Answers keep the order of requests.</summary>
internal sealed partial class Connections(FrameHandler frames, int maxFrameBytes, ILogger<Connections> logger)
{
    public async Task ServeAsync(Socket socket, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var client = (socket.RemoteEndPoint as IPEndPoint)?.Address.ToString() ?? "unknown";
        try
        {
            using var reader = new FrameReader(socket, maxFrameBytes);
            while (await reader.NextAsync(cancellationToken) is { } frame)
            {
                using var response = await frames.HandleAsync(frame, client, cancellationToken);
                if (response is not null)
                {
                    await FrameSender.SendAsync(socket, response, cancellationToken);
                }
            }
        }
        catch (MalformedFrameException exception)
        {
            LogCutOff(client, exception.Message);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            LogGone(client, exception.Message);
        }
        catch (IOException exception)
        {
            LogDiskFailed(exception, client);
        }
        catch (Exception exception)
        {
            // The edge of the broker: whatever a request did wrong costs its connection, not the broker.
            LogFailed(exception, client);
        }
        finally
        {
            socket.Dispose();
        }
    }

    [LoggerMessage(LogLevel.Warning, "A connection from {Client} was cut off: {Reason}")]
    private partial void LogCutOff(string client, string reason);

    [LoggerMessage(LogLevel.Debug, "A connection from {Client} ended: {Reason}")]
    private partial void LogGone(string client, string reason);

    [LoggerMessage(LogLevel.Error, "The disk failed a request from {Client}; its connection is closed. Look for free space where the data directory lies.")]
    private partial void LogDiskFailed(Exception exception, string client);

    [LoggerMessage(LogLevel.Error, "A request from {Client} failed; its connection is closed.")]
    private partial void LogFailed(Exception exception, string client);
}
