using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace OrleansConnect.Tests.Conformance.Broker;

/// <summary>Apache Kafka from KAFKA_HOME, one node in KRaft mode on free ports.</summary>
public sealed class ApacheKafka : IBrokerUnderTest, IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("apache-kafka-").FullName;
    private readonly int _port = FreePort();
    private Process? _server;

    public static string? Home { get; } = Environment.GetEnvironmentVariable("KAFKA_HOME");

    public string BootstrapServers
    {
        get
        {
            SkipWithoutHome();
            return $"127.0.0.1:{_port}";
        }
    }

    public static void SkipWithoutHome() => Assert.SkipWhen(string.IsNullOrEmpty(Home), "KAFKA_HOME names no Apache Kafka distribution.");

    /// <summary>Starts one of the distribution's scripts.</summary>
    public static Process Run(string script, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Home ?? "", "bin", script), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["KAFKA_HEAP_OPTS"] = "-Xmx384m -XX:TieredStopAtLevel=1";
        return Process.Start(start) ?? throw new InvalidOperationException($"'{script}' did not start.");
    }

    /// <summary>Below the ports of outgoing connections, so that a process finds its own free when it is started again.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(10_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody else has it.
            }
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (string.IsNullOrEmpty(Home))
        {
            return;
        }

        var properties = Path.Combine(_directory, "server.properties");
        await File.WriteAllTextAsync(properties, Properties(FreePort()));
        var clusterId = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)).TrimEnd('=').Replace('+', 'a').Replace('/', 'b');
        using (var format = Run("kafka-storage.sh", "format", "-t", clusterId, "-c", properties))
        {
            await format.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        _server = Run("kafka-server-start.sh", properties);
        var output = new List<string?>();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.OutputDataReceived += (_, line) => Note(line.Data);
        _server.ErrorDataReceived += (_, line) => Note(line.Data);
        _server.BeginOutputReadLine();
        _server.BeginErrorReadLine();
        await Task.WhenAny(started.Task, Task.Delay(TimeSpan.FromSeconds(60), TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.True(started.Task.IsCompleted, $"Apache Kafka did not start within 60 s: {string.Join('\n', output)}");

        void Note(string? line)
        {
            output.Add(line);
            if (line?.Contains("Kafka Server started", StringComparison.Ordinal) == true)
            {
                started.TrySetResult();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            _server.Kill(entireProcessTree: true);
            await _server.WaitForExitAsync();
            _server.Dispose();
        }

        Directory.Delete(_directory, recursive: true);
    }

    private string Properties(int controllerPort) => $"""
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:{controllerPort}
        listeners=PLAINTEXT://127.0.0.1:{_port},CONTROLLER://127.0.0.1:{controllerPort}
        advertised.listeners=PLAINTEXT://127.0.0.1:{_port}
        controller.listener.names=CONTROLLER
        log.dirs={_directory}/data
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        transaction.state.log.num.partitions=1
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        group.initial.rebalance.delay.ms=0
        log.cleaner.dedupe.buffer.size=8388608
        log.cleaner.backoff.ms=200
        log.retention.check.interval.ms=200
        log.initial.task.delay.ms=100
        log.segment.delete.delay.ms=100
        """;
}
