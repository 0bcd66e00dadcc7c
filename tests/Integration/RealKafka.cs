using System.Diagnostics;
using OrleansConnect.Tests.Integration.KafkaState;

namespace OrleansConnect.Tests.Integration;

/// <summary>One Apache Kafka node for a collection of tests, from the distribution that KAFKA_HOME names; tests are skipped without one.</summary>
public sealed class RealKafka : IAsyncLifetime
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(90);

    private readonly string? _home = Environment.GetEnvironmentVariable("KAFKA_HOME");
    private readonly string _folder = Directory.CreateTempSubdirectory("oc-kafka-").FullName;
    private string? _bootstrap;

    /// <summary>Skips the test where there is no Kafka.</summary>
    public string BootstrapServers
    {
        get
        {
            Assert.SkipWhen(_bootstrap is null, "KAFKA_HOME does not name a Kafka distribution with bin/dev-cluster.sh.");
            return _bootstrap;
        }
    }

    private string? Script => _home is null ? null : Path.Combine(_home, "bin", "dev-cluster.sh");

    public async ValueTask InitializeAsync()
    {
        if (File.Exists(Script))
        {
            _bootstrap = (await RunAsync("start", _folder, FreePorts.FindTwo().ToString(System.Globalization.CultureInfo.InvariantCulture))).Trim();
        }
    }

    /// <summary>Ends the node as a crash would.</summary>
    public Task KillAsync() => RunAsync("kill", _folder, "1");

    /// <summary>Starts it again with what it has on disk, and waits until it serves.</summary>
    public Task RestartAsync() => RunAsync("restart", _folder, "1");

    public async ValueTask DisposeAsync()
    {
        if (_bootstrap is not null)
        {
            await RunAsync("stop", _folder);
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Script!, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true }; // callers checked it
        start.Environment["EXTRA_CONFIG"] = await ExtraConfigAsync();
        using var process = Process.Start(start)!; // a new process, so never null
        using var timeout = new CancellationTokenSource(StartTimeout);
        var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
        var errors = process.StandardError.ReadToEndAsync(timeout.Token);
        await process.WaitForExitAsync(timeout.Token);
        Assert.True(process.ExitCode == 0, $"dev-cluster.sh {string.Join(' ', arguments)} failed: {await errors}");
        return await output;
    }

    private async Task<string> ExtraConfigAsync()
    {
        var path = Path.Combine(_folder, "extra.properties");
        await File.WriteAllTextAsync(path, "auto.create.topics.enable=false\n");
        return path;
    }
}
