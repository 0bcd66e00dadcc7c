using System.Net.Http.Json;
using System.Text;
using OrleansConnect.Tests.EndToEnd.Client;
using OrleansConnect.Tests.EndToEnd.Processes;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>A plugin that never says whether its offsets may be changed.</summary>
public sealed class StuckOffsetsTests(PluginWorker plugins) : IClassFixture<PluginWorker>, IDisposable
{
    private readonly WorkFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Worker Worker => plugins.Worker;

    [Fact]
    public async Task A_plugin_that_hangs_over_its_offsets_holds_up_what_would_start_it_and_nothing_else()
    {
        using var doors = new Doors(Worker, _folder.Path);
        var config = new Dictionary<string, string> { ["connector.class"] = "StuckSource", ["stuck.in"] = "connector.alteroffsets", ["topic"] = "stuck" };
        using var created = await Worker.Rest.PostAsJsonAsync("/connectors", new { name = "hangs", config, initial_state = "STOPPED" }, Cancel);

        using var body = new StringContent("""{"offsets":[{"partition":{"a":1},"offset":{"n":1}}]}""", Encoding.UTF8, "application/json");
        var altering = Worker.Rest.PatchAsync("/connectors/hangs/offsets", body, Cancel);
        await doors.AnswerAtOnceAsync("hangs", "while the plugin hangs");
        var resuming = Worker.Rest.PutAsync("/connectors/hangs/resume", null, Cancel);
        await doors.AnswerAtOnceAsync("hangs", "while a resume waits for it");
        Assert.False(altering.IsCompleted || resuming.IsCompleted);
        Assert.Equal("STOPPED", (await Worker.StatusAsync("hangs"))?.GetProperty("connector").GetProperty("state").GetString());

        using var altered = await altering;
        Assert.Contains("Connector hangs did not agree to the change of its offsets within 30 s, and they were not changed.", await altered.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        using var resumed = await resuming;
        Assert.Equal(202, (int)resumed.StatusCode);
        await Eventually.IsTrueAsync(async () => await Worker.TaskStateAsync("hangs") == "RUNNING", "the connector runs", details: () => Worker.Log);
        Assert.Equal("""{"offsets":[]}""", await Worker.Rest.GetStringAsync("/connectors/hangs/offsets", Cancel));
    }

    public void Dispose() => _folder.Dispose();
}
