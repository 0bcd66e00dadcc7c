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

        var file = Path.Combine(folder, $"{Guid.NewGuid():n}.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { name, config }), Cancel);
        var run = await CliProcess.RunAsync(Server, folder, "create", file);
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

    /// <summary>REST and gRPC answer within 100 ms, the middle one of nine answers; a machine that is busy with something else gets more tries.</summary>
    public Task AnswerAtOnceAsync(string name, string what) => Eventually.IsTrueAsync(
        async () => await MedianAsync(() => worker.Rest.GetStringAsync("/connectors", Cancel)) < Limit
            && await MedianAsync(() => worker.Rest.GetStringAsync($"/connectors/{name}/status", Cancel)) < Limit
            && await MedianAsync(() => _client.ListConnectorsAsync(withStatus: true, cancellationToken: Cancel)) < Limit,
        $"management answers within {Limit.TotalMilliseconds} ms {what}",
        details: () => worker.Log);

    public void Dispose() => _client.Dispose();

    private static TimeSpan Limit => TimeSpan.FromMilliseconds(100);

    private static async Task<TimeSpan> MedianAsync(Func<Task> ask)
    {
        var times = new TimeSpan[9];
        for (var i = 0; i < times.Length; i++)
        {
            var start = TimeProvider.System.GetTimestamp();
            await ask();
            times[i] = TimeProvider.System.GetElapsedTime(start);
        }

        return times.Order().ElementAt(times.Length / 2);
    }

    private static void AssertHas(string[] reasons, string? text) => Assert.All(reasons, reason => Assert.Contains(Words(reason), Words(text ?? ""), StringComparison.Ordinal));

    // The command line breaks lines where its columns end.
    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
