using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using OrleansConnect.Tests.Integration.KafkaState;

namespace OrleansConnect.Tests.EndToEnd.Processes;

/// <summary>A worker process, as a user starts it.</summary>
internal sealed class Worker : IAsyncDisposable
{
    private const string Loopback = "127.0.0.1";

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log = new();

    private Worker(Process process, int restPort, int grpcPort, NetworkSeat? seat)
    {
        _process = process;
        GrpcPort = grpcPort;
        Seat = seat;
        Rest = new() { BaseAddress = new($"http://{seat?.Address ?? Loopback}:{restPort}"), Timeout = TimeSpan.FromSeconds(100) };
        _process.OutputDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public HttpClient Rest { get; }

    /// <summary>The name by which statuses tell it.</summary>
    public string Id => Rest.BaseAddress?.Authority ?? "";

    public int GrpcPort { get; }

    /// <summary>The network namespace it has to itself; null where it shares this process'.</summary>
    public NetworkSeat? Seat { get; }

    public string Log => string.Join('\n', _log);

    /// <summary>For whoever looks at a failed test: its log, and what its connectors wait for.</summary>
    public string Details => $"{Log}\n{Statuses()}";

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Starts a worker on free ports.</summary>
    public static Worker Start(string workingFolder, params string[] arguments)
    {
        var (rest, grpc) = (FreePorts.Next(), FreePorts.Next());
        return Start(workingFolder, rest, grpc, null, [.. arguments, .. Listeners(Loopback, rest, grpc)]);
    }

    /// <summary>Starts a worker in a network namespace of its own.</summary>
    public static Worker StartIn(NetworkSeat seat, string workingFolder, params string[] arguments)
    {
        var (rest, grpc) = (FreePorts.Next(), FreePorts.Next());
        return Start(workingFolder, rest, grpc, seat, [.. arguments, .. Listeners(seat.Address, rest, grpc), $"--orleans.advertised.ip={seat.Address}"]);
    }

    /// <summary>Starts the executable with these arguments and no others.</summary>
    public static Worker StartBare(string workingFolder, params string[] arguments) => Start(workingFolder, 0, 0, null, arguments);

    /// <summary>The same in a network namespace of its own, where every port is free.</summary>
    public static Worker StartBareIn(NetworkSeat seat, string workingFolder, params string[] arguments) => Start(workingFolder, 0, 0, seat, arguments);

    private static Worker Start(string workingFolder, int rest, int grpc, NetworkSeat? seat, string[] arguments)
    {
        string[] command = [.. seat?.Command ?? [], "dotnet", BuildOutput.Silo, .. arguments];
        var start = new ProcessStartInfo(command[0])
        {
            WorkingDirectory = workingFolder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in command[1..])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("No process was started.");
        return new(process, rest, grpc, seat);
    }

    /// <summary>Starts a worker and waits until its REST interface answers.</summary>
    public static async Task<Worker> StartReadyAsync(string workingFolder, params string[] arguments)
    {
        var worker = Start(workingFolder, arguments);
        await worker.WaitUntilReadyAsync();
        return worker;
    }

    public Task WaitUntilReadyAsync() => Eventually.IsTrueAsync(
        async () =>
        {
            Assert.False(HasExited, $"The worker ended before it was ready:\n{Log}");
            try
            {
                return (await Rest.GetAsync("/health", Cancel)).IsSuccessStatusCode && (await Rest.GetAsync("/connectors", Cancel)).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        },
        "the worker is ready",
        TimeSpan.FromSeconds(90),
        () => Log);

    public async Task CreateAsync(string name, params (string Key, string Value)[] config)
    {
        using var response = await Rest.PostAsJsonAsync("/connectors", new { name, config = config.ToDictionary(entry => entry.Key, entry => entry.Value) }, Cancel);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancel));
    }

    /// <summary>Changes settings of a connector and leaves the others.</summary>
    public async Task PatchAsync(string name, params (string Key, string Value)[] changes)
    {
        using var response = await Rest.PatchAsJsonAsync($"/connectors/{name}/config", changes.ToDictionary(entry => entry.Key, entry => entry.Value), Cancel);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancel));
    }

    public async Task<JsonElement?> StatusAsync(string name)
    {
        using var response = await Rest.GetAsync($"/connectors/{name}/status", Cancel);
        return response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<JsonElement>(Cancel) : null;
    }

    /// <summary>The state of a task, or null while it has none.</summary>
    public async Task<string?> TaskStateAsync(string name, int task = 0)
    {
        var status = await StatusAsync(name);
        return status?.GetProperty("tasks").EnumerateArray().FirstOrDefault(entry => entry.GetProperty("id").GetInt32() == task) is { ValueKind: JsonValueKind.Object } found
            ? found.GetProperty("state").GetString()
            : null;
    }

    /// <summary>The trace of a failed task.</summary>
    public async Task<string> TaskTraceAsync(string name)
    {
        await Eventually.IsTrueAsync(async () => await TaskStateAsync(name) == "FAILED", $"the task of '{name}' fails", details: () => Details);
        var status = await StatusAsync(name);
        return status?.GetProperty("tasks")[0].GetProperty("trace").GetString() ?? "";
    }

    /// <summary>Ends it as a crash would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(Cancel);
    }

    /// <summary>Keeps it from running, without ending it.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    /// <summary>Lets a frozen one go on.</summary>
    public Task ThawAsync() => SignalAsync("CONT");

    /// <summary>Asks it to end, and waits for that.</summary>
    /// <param name="signal">TERM, as <c>docker stop</c> sends it, or INT, as Ctrl-C does.</param>
    public async Task<int> StopAsync(string signal = "TERM")
    {
        await SignalAsync(signal);
        await _process.WaitForExitAsync(Cancel);
        return _process.ExitCode;
    }

    public async Task WaitForExitAsync() => await _process.WaitForExitAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(60), Cancel);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        Rest.Dispose();
    }

    private string Statuses()
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/connectors?expand=status");
            using var response = Rest.Send(request, CancellationToken.None);
            using var text = new StreamReader(response.Content.ReadAsStream(CancellationToken.None));
            return text.ReadToEnd();
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException or InvalidOperationException)
        {
            return $"It does not answer: {error.Message}";
        }
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Cancel);
    }

    private static string[] Listeners(string address, int rest, int grpc) =>
        [$"--listeners=http://{address}:{rest}", $"--grpc.listeners=http://{address}:{grpc}", "--offset.flush.interval.ms=500"];
}
