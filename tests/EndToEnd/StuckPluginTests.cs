using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using OrleansConnect.Client;
using OrleansConnect.Tests.EndToEnd.Client;
using OrleansConnect.Tests.EndToEnd.Processes;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>Plugins that do not come on: one that never says whether its offsets may be changed, and one that cannot write.</summary>
public sealed class StuckPluginTests(PluginWorker plugins) : IClassFixture<PluginWorker>, IDisposable
{
    private readonly WorkFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Worker Worker => plugins.Worker;

    private string Server => $"http://127.0.0.1:{Worker.GrpcPort}";

    [Fact]
    public async Task A_plugin_that_hangs_over_its_offsets_holds_up_what_would_start_it_and_nothing_else()
    {
        await Worker.CreateAsync("beside", ("connector.class", "FileStreamSource"), ("file", _folder.File("beside.txt")), ("topic", "beside"));
        await using var answers = await AnswerTimes.StartAsync(Worker, "beside");
        var config = new Dictionary<string, string> { ["connector.class"] = "StuckSource", ["stuck.in"] = "connector.alteroffsets", ["stuck.notice"] = _folder.File("hangs"), ["topic"] = "stuck" };
        using var created = await Worker.Rest.PostAsJsonAsync("/connectors", new { name = "hangs", config, initial_state = "STOPPED" }, Cancel);

        using var body = new StringContent("""{"offsets":[{"partition":{"a":1},"offset":{"n":1}}]}""", Encoding.UTF8, "application/json");
        var altering = Worker.Rest.PatchAsync("/connectors/hangs/offsets", body, Cancel);
        await Eventually.IsTrueAsync(() => File.Exists(_folder.File("hangs")), "the plugin hangs", details: () => Worker.Log);
        var resuming = Worker.Rest.PutAsync("/connectors/hangs/resume", null, Cancel);
        Assert.Equal("hangs", (await Worker.StatusAsync("hangs"))?.GetProperty("name").GetString());
        Assert.False(altering.IsCompleted || resuming.IsCompleted);
        Assert.Equal("STOPPED", (await Worker.StatusAsync("hangs"))?.GetProperty("connector").GetProperty("state").GetString());

        using var altered = await altering;
        Assert.Contains("Connector hangs did not agree to the change of its offsets within 30 s, and they were not changed.", await altered.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        using var resumed = await resuming;
        Assert.Equal(202, (int)resumed.StatusCode);
        await Eventually.IsTrueAsync(async () => await Worker.TaskStateAsync("hangs") == "RUNNING", "the connector runs", details: () => Worker.Log);
        await answers.AssertPromptAsync("while the plugin hung over its offsets");
        Assert.Equal("""{"offsets":[]}""", await Worker.Rest.GetStringAsync("/connectors/hangs/offsets", Cancel));
    }

    [Fact]
    public async Task A_task_that_has_records_and_cannot_write_them_is_called_stalled_at_every_door()
    {
        await File.WriteAllTextAsync(_folder.File("in.txt"), "1\n2\n3\n", Cancel);
        using var made = Process.Start("mkfifo", _folder.File("pipe"));
        await made.WaitForExitAsync(Cancel);
        await Worker.CreateAsync("lines", ("connector.class", "FileStreamSource"), ("file", _folder.File("in.txt")), ("topic", "stalled"));
        await Worker.CreateAsync("stalls", ("connector.class", "FileStreamSink"), ("file", _folder.File("pipe")), ("topics", "stalled"));

        await Eventually.IsTrueAsync(
            async () => (await Worker.StatusAsync("stalls"))?.TryGetProperty("orleans", out var own) is true && own.GetProperty("tasks")[0].TryGetProperty("stalled_since", out _),
            "REST tells that the task is stalled",
            details: () => Worker.Details);
        using var client = new ConnectClient(Server);
        TaskProgress? progress = null;
        await Eventually.IsTrueAsync(
            async () => (progress = (await client.GetStatusAsync("stalls", Cancel)).Tasks[0].Progress) is { StalledSince: not null, WaitsFor: "retry" },
            "gRPC tells that the task is stalled and waits to try again",
            details: () => Worker.Details);
        Assert.True(progress?.StalledSince < TimeProvider.System.GetUtcNow());
        var described = await CliProcess.RunAsync(Server, _folder.Path, "describe", "stalls");
        Assert.Contains("Its task 0 has work and has moved nothing since", described.Output, StringComparison.Ordinal);
        Assert.Contains("no process reads it", described.Output, StringComparison.Ordinal);

        var read = new byte["1\n2\n3\n".Length];
        await using var reader = new FileStream(_folder.File("pipe"), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        await reader.ReadExactlyAsync(read, Cancel);
        Assert.Equal("1\n2\n3\n"u8, read);
        await Eventually.IsTrueAsync(
            async () => (await client.GetStatusAsync("stalls", Cancel)).Tasks[0].Progress?.StalledSince is null, "it is stalled no longer", details: () => Worker.Details);
    }

    public void Dispose() => _folder.Dispose();
}
