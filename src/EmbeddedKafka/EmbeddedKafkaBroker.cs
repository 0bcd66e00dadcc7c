using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.EmbeddedKafka.Server;
using OrleansConnect.EmbeddedKafka.Topics;

namespace OrleansConnect.EmbeddedKafka;

/// <summary>A single-node broker that speaks Kafka's protocol and keeps its log on disk.</summary>
public sealed partial class EmbeddedKafkaBroker : IAsyncDisposable
{
    private readonly DataDirectory _directory;
    private readonly BrokerParts _parts;
    private readonly SocketServer _server;
    private readonly Maintenance _maintenance;
    private readonly ILogger _logger;
    private int _isStopped;

    private EmbeddedKafkaBroker(DataDirectory directory, BrokerParts parts)
    {
        _directory = directory;
        _parts = parts;
        _logger = parts.Loggers.CreateLogger<EmbeddedKafkaBroker>();
        var maxFrameBytes = parts.Config.Int("socket.request.max.bytes");
        var frames = new FrameHandler(ApiRoutes.Build(parts), maxFrameBytes);
        var connections = new Connections(frames, maxFrameBytes, parts.Loggers.CreateLogger<Connections>());
        _server = new SocketServer(connections, parts.Loggers.CreateLogger<SocketServer>());
        _maintenance = new Maintenance(parts, parts.Loggers.CreateLogger<Maintenance>());
    }

    /// <summary>What clients put into <c>bootstrap.servers</c>.</summary>
    public string BootstrapServers { get; private set; } = "";

    /// <summary>Starts a broker, going on where the last one on the same folder stopped.</summary>
    /// <exception cref="IOException">Another broker uses the folder, or the port is taken.</exception>
    /// <exception cref="ArgumentException">A property is unknown or has a value that is not allowed.</exception>
    public static Task<EmbeddedKafkaBroker> StartAsync(EmbeddedKafkaOptions options, ILoggerFactory? loggers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Task.Run(() => Start(options, loggers ?? NullLoggerFactory.Instance), cancellationToken);
    }

    /// <summary>Closes the connections and the logs; what was acknowledged is on disk.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isStopped, 1) == 0)
        {
            await _server.DisposeAsync();
            await _maintenance.DisposeAsync();
            _parts.Dispose();
            _directory.Dispose();
            LogStopped(BootstrapServers);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private static EmbeddedKafkaBroker Start(EmbeddedKafkaOptions options, ILoggerFactory loggers)
    {
        var config = new BrokerConfig(options.Properties);
        var directory = DataDirectory.Open(options.DataDirectory);
        BrokerParts? parts = null;
        try
        {
            parts = new BrokerParts(directory, config, options.Host, loggers, TimeProvider.System);
            var broker = new EmbeddedKafkaBroker(directory, parts);
            broker.Listen(options.Host, options.Port);
            broker._maintenance.Start();
            return broker;
        }
        catch
        {
            parts?.Dispose();
            directory.Dispose();
            throw;
        }
    }

    private void Listen(string host, int port)
    {
        var address = host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(host);
        var listening = port == 0 ? ListenAgain(address, _directory.Port) : Listen(address, port);
        _parts.Cluster.Port = listening;
        _directory.Save(listening);
        BootstrapServers = $"{(address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : host)}:{listening}";
        LogStarted(BootstrapServers, _directory.Path, _directory.ClusterId);
    }

    private int ListenAgain(IPAddress address, int lastPort)
    {
        try
        {
            return _server.Start(address, lastPort).Port;
        }
        catch (SocketException) when (lastPort != 0)
        {
            return _server.Start(address, 0).Port;
        }
    }

    private int Listen(IPAddress address, int port)
    {
        try
        {
            return _server.Start(address, port).Port;
        }
        catch (SocketException exception)
        {
            throw new IOException($"The embedded broker cannot listen on {address}:{port}: {exception.Message}. Stop what uses the port or choose another.", exception);
        }
    }

    [LoggerMessage(LogLevel.Information, "The embedded Kafka broker listens on {BootstrapServers}; data in {Directory}, cluster {ClusterId}.")]
    private partial void LogStarted(string bootstrapServers, string directory, string clusterId);

    [LoggerMessage(LogLevel.Information, "The embedded Kafka broker on {BootstrapServers} stopped.")]
    private partial void LogStopped(string bootstrapServers);
}
