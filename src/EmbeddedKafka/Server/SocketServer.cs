using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace OrleansConnect.EmbeddedKafka.Server;

/// <summary>Listens, and runs one loop a connection: read a frame, answer it, read the next. Answers keep the order of requests.</summary>
internal sealed partial class SocketServer(Connections connections, ILogger<SocketServer> logger) : IAsyncDisposable
{
    private const int Backlog = 512;
    private readonly ConcurrentDictionary<Task, Socket> _connections = [];
    private readonly CancellationTokenSource _stopping = new();
    private Socket? _listener;
    private Task _accepting = Task.CompletedTask;

    public IPEndPoint Start(IPAddress address, int port)
    {
        _listener?.Dispose();
        _listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(address, port));
        _listener.Listen(Backlog);
        var endpoint = (IPEndPoint)(_listener.LocalEndPoint ?? throw new InvalidOperationException("The listener has no address."));
        _accepting = AcceptAsync(_listener, _stopping.Token);
        return endpoint;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener?.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var (connection, socket) in _connections)
        {
            socket.Dispose();
            await connection.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _stopping.Dispose();
    }

    private async Task AcceptAsync(Socket listener, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(cancellationToken);
                socket.NoDelay = true;
                var connection = connections.ServeAsync(socket, cancellationToken);
                _connections[connection] = socket;
                _ = connection.ContinueWith(done => _connections.TryRemove(done, out _), TaskScheduler.Default);
            }
            catch (SocketException exception)
            {
                LogAcceptFailed(exception);
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The listener could not accept a connection; it goes on.")]
    private partial void LogAcceptFailed(Exception exception);
}
