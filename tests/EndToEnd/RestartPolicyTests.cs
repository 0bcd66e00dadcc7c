using System.Text.Json;
using OrleansConnect.Tests.EndToEnd.Processes;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>What <c>errors.restart.*</c> makes of tasks that fail, in a worker that runs.</summary>
public sealed class RestartPolicyTests(PluginWorker plugins) : IClassFixture<PluginWorker>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Failed_tasks_are_restarted_as_often_as_asked_and_never_for_what_a_restart_does_not_mend()
    {
        await CreateAsync("unasked", failingStarts: 1);
        await CreateAsync("permanent", failingStarts: 1, ("failure", "permanent"), ("errors.restart.max.attempts", "5"));
        await CreateAsync("hopeless", failingStarts: 1000, ("errors.restart.max.attempts", "2"));
        await WaitAsync("unasked", "FAILED", attempts: 0);
        await WaitAsync("permanent", "FAILED", attempts: 0);
        await Eventually.IsTrueAsync(async () => await StartsAsync("hopeless") == 3, "the hopeless task was started three times", details: () => plugins.Worker.Details);
        await WaitAsync("hopeless", "FAILED", attempts: 2);

        // The pauses of this one are so much longer than theirs that whatever was to restart them would have done so when it runs.
        await CreateAsync("mends", failingStarts: 5, ("errors.restart.max.attempts", "-1"));
        await WaitAsync("mends", "RUNNING", attempts: 5);

        var starts = await Task.WhenAll(((string[])["unasked", "permanent", "hopeless", "mends"]).Select(StartsAsync));
        Assert.Equal([1, 1, 3, 6], starts);
        await WaitAsync("hopeless", "FAILED", attempts: 2);
    }

    // Pauses of 20, 40, 80, 160 and 320 ms, less up to half of that.
    private Task CreateAsync(string name, int failingStarts, params (string, string)[] settings) => plugins.Worker.CreateAsync(
        name, [("connector.class", "FlakySource"), ("starts.file", plugins.File(name)), ("failing.starts", $"{failingStarts}"), ("errors.restart.backoff.initial.ms", "20"), .. settings]);

    private Task WaitAsync(string name, string state, int attempts) => Eventually.IsTrueAsync(
        async () => await plugins.Worker.StatusAsync(name) is { } status && status.GetProperty("tasks").EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } task
            && task.GetProperty("state").GetString() == state
            && AttemptsOf(status) == attempts,
        $"the task of '{name}' is {state} after {attempts} restarts",
        details: () => plugins.Worker.Details);

    private static int AttemptsOf(JsonElement status) =>
        status.TryGetProperty("orleans", out var own) && own.GetProperty("tasks").EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } task
        && task.TryGetProperty("restart_attempts", out var attempts) ? attempts.GetInt32() : 0;

    private async Task<int> StartsAsync(string name) =>
        File.Exists(plugins.File(name)) ? (await File.ReadAllLinesAsync(plugins.File(name), Cancel)).Length : 0;
}
