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
    /// <exception cref="ArgumentException">The host is no address, or a property is unknown or has a value that is not allowed.</exception>
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
        var address = Address(options.Host);
        var directory = DataDirectory.Open(options.DataDirectory);
        BrokerParts? parts = null;
        try
        {
            parts = new BrokerParts(directory, config, AdvertisedHost(options, address), loggers, TimeProvider.System);
            var broker = new EmbeddedKafkaBroker(directory, parts);
            broker.Listen(address, options);
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

    private static IPAddress Address(string host) =>
        host == "localhost" ? IPAddress.Loopback
        : IPAddress.TryParse(host, out var address) ? address
        : throw new ArgumentException($"The embedded broker cannot listen on '{host}': that is neither an IP address nor 'localhost'.", nameof(host));

    private static string AdvertisedHost(EmbeddedKafkaOptions options, IPAddress address) =>
        options.AdvertisedHost ?? (IsWildcard(address) ? Dns.GetHostName() : options.Host);

    private static bool IsWildcard(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private void Listen(IPAddress address, EmbeddedKafkaOptions options)
    {
        int[] candidates = [_directory.Port, options.PreferredPort];
        var port = options.Port == 0 ? ListenOnFirstFree(address, candidates) : Listen(address, options.Port);
        _parts.Cluster.Port = port;
        _directory.Save(port);
        var here = address.AddressFamily == AddressFamily.InterNetworkV6
            ? $"[{(IsWildcard(address) ? IPAddress.IPv6Loopback : address)}]"
            : IsWildcard(address) ? "127.0.0.1" : options.Host;
        BootstrapServers = $"{here}:{port}";
        LogStarted(BootstrapServers, _directory.Path, _directory.ClusterId);
    }

    private int ListenOnFirstFree(IPAddress address, int[] candidates)
    {
        foreach (var port in candidates.Where(port => port != 0))
        {
            try
            {
                return _server.Start(address, port).Port;
            }
            catch (SocketException)
            {
                // Taken by somebody else: the next will do.
            }
        }

        return Listen(address, 0);
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

    // Whoever starts a broker says so in words of their own.
    [LoggerMessage(LogLevel.Debug, "The embedded Kafka broker listens on {BootstrapServers}; data in {Directory}, cluster {ClusterId}.")]
    private partial void LogStarted(string bootstrapServers, string directory, string clusterId);

    [LoggerMessage(LogLevel.Debug, "The embedded Kafka broker on {BootstrapServers} stopped.")]
    private partial void LogStopped(string bootstrapServers);
}
