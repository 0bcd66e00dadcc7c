using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OrleansConnect.Client;
using OrleansConnect.Tests.EndToEnd.Processes;

namespace OrleansConnect.Tests.EndToEnd.Client;

/// <summary>The three doors of a worker, to see that all of them say the same.</summary>
internal sealed class Doors(Worker worker, string folder) : IDisposable
{
    private readonly ConnectClient _client = new($"http://127.0.0.1:{worker.GrpcPort}");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Server => $"http://127.0.0.1:{worker.GrpcPort}";

    /// <summary>Creates a connector through one of the doors: <c>rest</c>, <c>library</c> or <c>cli</c>.</summary>
    public async Task CreateThroughAsync(string door, string name, Dictionary<string, string> config)
    {
        switch (door)
        {
            case "rest":
                await worker.CreateAsync(name, [.. config.Select(setting => (setting.Key, setting.Value))]);
                break;
            case "library":
                await _client.CreateConnectorAsync(name, config, cancellationToken: Cancel);
                break;
            default:
                var run = await CliProcess.RunAsync(Server, folder, "create", await FileAsync(name, config));
                Assert.True(run.ExitCode == 0, run.Error);
                break;
        }
    }

    /// <summary>Every door refuses a new connector with its status and the same reason.</summary>
    public async Task RefuseAsync(string name, Dictionary<string, string> config, (HttpStatusCode Status, ConnectErrorKind Kind, int ExitCode) with, params string[] reasons)
    {
        using var response = await worker.Rest.PostAsJsonAsync("/connectors", new { name, config }, Cancel);
        var answer = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(with.Status == response.StatusCode, $"{response.StatusCode}: {answer}");
        var error = JsonDocument.Parse(answer).RootElement;
        Assert.Equal((int)with.Status, error.GetProperty("error_code").GetInt32());
        AssertHas(reasons, error.GetProperty("message").GetString());

        var refused = await Assert.ThrowsAsync<ConnectClientException>(() => _client.CreateConnectorAsync(name, config, cancellationToken: Cancel));
        Assert.Equal(with.Kind, refused.Kind);
        AssertHas(reasons, refused.Message);

        var run = await CliProcess.RunAsync(Server, folder, "create", await FileAsync(name, config));
        Assert.True(with.ExitCode == run.ExitCode, $"{run.ExitCode}: {run.Output}{run.Error}");
        AssertHas(reasons, run.Error);
    }

    /// <summary>The connector's first task fails, and every door tells why.</summary>
    public async Task ShowFailureAsync(string name, params string[] reasons)
    {
        AssertHas(reasons, await worker.TaskTraceAsync(name));

        var status = await _client.GetStatusAsync(name, Cancel);
        Assert.Equal(InstanceState.Failed, status.Tasks[0].Instance.State);
        AssertHas(reasons, status.Tasks[0].Instance.Trace);

        var run = await CliProcess.RunAsync(Server, folder, "status", name, "--json");
        var task = run.Json[0].GetProperty("tasks")[0];
        Assert.Equal("FAILED", task.GetProperty("state").GetString());
        AssertHas(reasons, task.GetProperty("trace").GetString());
        AssertHas(reasons, (await CliProcess.RunAsync(Server, folder, "describe", name)).Output);
    }

    /// <summary>Every door tells of trouble with the connector, and the log does.</summary>
    public async Task ShowTroubleAsync(string name, string trouble)
    {
        await Eventually.IsTrueAsync(
            async () => (await worker.StatusAsync(name))?.TryGetProperty("orleans", out var own) is true && own.TryGetProperty("trouble", out var text) && Has(text.GetString(), trouble),
            $"REST tells of '{name}': {trouble}",
            details: () => worker.Details);
        AssertHas([trouble], (await _client.GetStatusAsync(name, Cancel)).Trouble);
        AssertHas(["The connector has trouble:", trouble], (await CliProcess.RunAsync(Server, folder, "describe", name)).Output);
        AssertHas([trouble], worker.Log);
    }

    /// <summary>Every door tells what keeps the connector itself, or its first task, from running.</summary>
    public async Task ShowReasonAsync(string name, bool isOfTask, string reason)
    {
        await Eventually.IsTrueAsync(
            async () => await worker.StatusAsync(name) is { } status && Instance(status, isOfTask) is { ValueKind: JsonValueKind.Object } instance
                && instance.GetProperty("state").GetString() == "UNASSIGNED" && instance.TryGetProperty("trace", out var trace) && Has(trace.GetString(), reason),
            $"REST tells why '{name}' does not run: {reason}",
            details: () => worker.Details);
        var status = await _client.GetStatusAsync(name, Cancel);
        AssertHas([reason], (isOfTask ? status.Tasks[0].Instance : status.Connector).Trace);
        AssertHas([reason, isOfTask ? "Task 0 is UNASSIGNED:" : "The connector is UNASSIGNED:"], (await CliProcess.RunAsync(Server, folder, "describe", name)).Output);
        AssertHas([reason], worker.Log);
    }

    /// <summary>Every door tells since when the connector's first task waits in its poll, as a fact.</summary>
    public async Task ShowPollAsync(string name)
    {
        await Eventually.IsTrueAsync(
            async () => (await worker.StatusAsync(name))?.TryGetProperty("orleans", out var own) is true && own.GetProperty("tasks") is var tasks && tasks.GetArrayLength() > 0
                && tasks[0].TryGetProperty("waits_since", out _) && tasks[0].GetProperty("waits_for").GetString() == "poll",
            $"REST tells since when '{name}' waits in its poll",
            details: () => worker.Details);
        var task = (await _client.GetStatusAsync(name, Cancel)).Tasks[0];
        Assert.Equal((InstanceState.Running, "poll", null), (task.Instance.State, task.Progress?.WaitsFor, task.Progress?.StalledSince));
        Assert.True(task.Progress?.WaitsSince < TimeProvider.System.GetUtcNow());
        AssertHas(["Its task 0 waits for its poll since"], (await CliProcess.RunAsync(Server, folder, "describe", name)).Output);
    }

    public void Dispose() => _client.Dispose();

    private static JsonElement Instance(JsonElement status, bool isOfTask) =>
        isOfTask ? status.GetProperty("tasks").EnumerateArray().FirstOrDefault() : status.GetProperty("connector");

    private static bool Has(string? text, string reason) => Words(text ?? "").Contains(Words(reason), StringComparison.Ordinal);

    private async Task<string> FileAsync(string name, Dictionary<string, string> config)
    {
        var file = Path.Combine(folder, $"{Guid.NewGuid():n}.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { name, config }), Cancel);
        return file;
    }

    private static void AssertHas(string[] reasons, string? text) => Assert.All(reasons, reason => Assert.Contains(Words(reason), Words(text ?? ""), StringComparison.Ordinal));

    // The command line breaks lines where its columns end.
    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
