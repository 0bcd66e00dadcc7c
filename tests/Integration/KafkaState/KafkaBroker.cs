using System.Diagnostics;
using System.Globalization;

namespace OrleansConnect.Tests.Integration.KafkaState;

/// <summary>One Apache Kafka node, on loopback unless it is told another address, from the distribution that KAFKA_HOME names; it can be killed and started again.</summary>
public sealed class KafkaBroker : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(3);
    private readonly string _home;
    private readonly string _directory = Directory.CreateTempSubdirectory("kafka-").FullName;
    private readonly string _address;
    private readonly int _port = FreePorts.FindTwo();
    private Process? _process;

    private KafkaBroker(string home, string address) => (_home, _address) = (home, address);

    /// <summary>Why no broker can be started here, or null.</summary>
    public static string? SkipReason => string.IsNullOrEmpty(Environment.GetEnvironmentVariable("KAFKA_HOME"))
        ? "KAFKA_HOME does not name an Apache Kafka distribution."
        : null;

    public string BootstrapServers => $"{_address}:{_port}";

    /// <summary>Starts a broker on loopback, or skips the test where there is none.</summary>
    public static Task<KafkaBroker> StartAsync(string extraProperties, CancellationToken cancellationToken) => StartAsync(extraProperties, "127.0.0.1", cancellationToken);

    /// <summary>Starts a broker on that address, or skips the test where there is none.</summary>
    public static async Task<KafkaBroker> StartAsync(string extraProperties, string address, CancellationToken cancellationToken)
    {
        Assert.SkipWhen(SkipReason is not null, SkipReason ?? "");
        var broker = new KafkaBroker(Environment.GetEnvironmentVariable("KAFKA_HOME") ?? "", address);
        await broker.FormatAsync(extraProperties, cancellationToken);
        try
        {
            await broker.StartAgainAsync(cancellationToken);
            return broker;
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    public void Kill()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    public async Task StartAgainAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = Run("kafka-server-start.sh", PropertiesPath);
        _process.OutputDataReceived += OnLine;
        _process.ErrorDataReceived += OnLine;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await started.Task.WaitAsync(StartTimeout, cancellationToken);

        void OnLine(object sender, DataReceivedEventArgs line)
        {
            if (line.Data?.Contains("Kafka Server started", StringComparison.Ordinal) == true)
            {
                started.TrySetResult();
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    private string PropertiesPath => Path.Combine(_directory, "server.properties");

    private async Task FormatAsync(string extraProperties, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(PropertiesPath, string.Create(CultureInfo.InvariantCulture, $"""
            process.roles=broker,controller
            node.id=1
            controller.quorum.voters=1@127.0.0.1:{_port + 1}
            listeners=PLAINTEXT://{_address}:{_port},CONTROLLER://127.0.0.1:{_port + 1}
            advertised.listeners=PLAINTEXT://{_address}:{_port}
            controller.listener.names=CONTROLLER
            log.dirs={_directory}/data
            offsets.topic.replication.factor=1
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            share.coordinator.state.topic.replication.factor=1
            share.coordinator.state.topic.min.isr=1
            log.cleaner.dedupe.buffer.size=8388608
            {extraProperties}
            """), cancellationToken);
        using var format = Run("kafka-storage.sh", "format", "-t", "4L6g3nShT-eMCtK--X86sw", "-c", PropertiesPath);
        format.BeginOutputReadLine();
        format.BeginErrorReadLine();
        await format.WaitForExitAsync(cancellationToken);
        Assert.Equal(0, format.ExitCode);
    }

    private Process Run(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(_home, "bin", script), arguments)
        {
            WorkingDirectory = _directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LOG_DIR"] = _directory;
        start.Environment["KAFKA_HEAP_OPTS"] = "-Xmx512m";
        return Process.Start(start) ?? throw new InvalidOperationException($"'{script}' did not start.");
    }
}
