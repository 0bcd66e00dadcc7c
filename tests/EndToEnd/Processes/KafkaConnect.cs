using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using OrleansConnect.Tests.Integration.KafkaState;

namespace OrleansConnect.Tests.EndToEnd.Processes;

/// <summary>A distributed worker of Apache Kafka Connect, from the distribution that KAFKA_HOME names.</summary>
internal sealed class KafkaConnect : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _log = new();
    private readonly Process _process;
    private readonly HttpClient _rest;

    private KafkaConnect(Process process, int port)
    {
        _process = process;
        _rest = new() { BaseAddress = new($"http://127.0.0.1:{port}") };
        _process.OutputDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Log => string.Join('\n', _log.TakeLast(60));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Starts it.</summary>
    /// <param name="workingFolder">Where it leaves its files.</param>
    /// <param name="properties">The file with its settings.</param>
    /// <param name="classPath">Where it finds connectors beside its own.</param>
    public static KafkaConnect Start(string workingFolder, string properties, string classPath = "")
    {
        var port = FreePorts.Next();
        var own = Path.Combine(workingFolder, $"connect-{port}.properties");
        File.WriteAllText(own, $"{File.ReadAllText(properties)}\nlisteners=http://127.0.0.1:{port}\n");
        var home = Environment.GetEnvironmentVariable("KAFKA_HOME") ?? "";
        var start = new ProcessStartInfo(Path.Combine(home, "bin", "connect-distributed.sh"), [own])
        {
            WorkingDirectory = workingFolder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LOG_DIR"] = workingFolder;
        start.Environment["KAFKA_HEAP_OPTS"] = "-Xmx512m";
        start.Environment["CLASSPATH"] = classPath;
        return new(Process.Start(start) ?? throw new InvalidOperationException("Kafka Connect did not start."), port);
    }

    /// <summary>Creates a connector, as soon as the worker takes it.</summary>
    public Task CreateAsync(string name, IReadOnlyDictionary<string, string> config) => Eventually.IsTrueAsync(
        async () =>
        {
            try
            {
                return (await _rest.PutAsJsonAsync($"/connectors/{name}/config", config, Cancel)).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        },
        $"Kafka Connect takes connector '{name}'",
        TimeSpan.FromSeconds(120),
        () => Log);

    /// <summary>Asks it to end, and waits until it has committed and gone.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(60), Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        _rest.Dispose();
    }
}
