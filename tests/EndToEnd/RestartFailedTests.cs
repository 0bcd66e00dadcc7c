using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OrleansConnect.Client;
using OrleansConnect.Tests.EndToEnd.Client;
using OrleansConnect.Tests.EndToEnd.Processes;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>Restarts of what has failed, and of nothing else (KIP-745), with a task that has really failed.</summary>
public sealed class RestartFailedTests(PluginWorker plugins) : IClassFixture<PluginWorker>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Worker Worker => plugins.Worker;

    [Theory]
    [InlineData("rest")]
    [InlineData("library")]
    [InlineData("cli")]
    public async Task The_failed_task_runs_again_and_the_connector_and_its_other_tasks_are_not_disturbed(string door)
    {
        var name = $"failing-{door}";
        await CreateAsync(name);
        await FailAsync(name);
        var before = await StatusAsync(name);

        await RestartAsync(door, name, includeTasks: true);
        await Eventually.IsTrueAsync(
            async () => await Worker.TaskStateAsync(name, 1) == "RUNNING" && (await StartsAsync(name)).Count(start => start == "1") == 2, "the failed task runs again", details: () => Worker.Details);

        Assert.Equal(["0", "1", "1", "2", "connector"], (await StartsAsync(name)).Order(StringComparer.Ordinal));
        var after = await StatusAsync(name);
        Assert.Equal(before.Connector, after.Connector);
        Assert.Equal((InstanceState.Running, null), (after.Tasks[1].Instance.State, after.Tasks[1].Instance.Trace));
        Assert.All(new[] { 0, 2 }, task => Assert.Equal(before.Tasks[task].Instance, after.Tasks[task].Instance));
    }

    [Theory]
    [InlineData("rest")]
    [InlineData("cli")]
    public async Task Without_its_tasks_a_connector_that_has_not_failed_stays_as_it_is_and_its_task_failed(string door)
    {
        var name = $"untouched-{door}";
        await CreateAsync(name);
        await FailAsync(name);

        await RestartAsync(door, name, includeTasks: false);

        // Commands to one connector are answered in their order: what the restart had begun would be seen.
        Assert.Equal("FAILED", await Worker.TaskStateAsync(name, 1));
        Assert.Equal(["0", "1", "2", "connector"], (await StartsAsync(name)).Order(StringComparer.Ordinal));
    }

    private async Task CreateAsync(string name)
    {
        await Worker.CreateAsync(
            name, ("connector.class", "FailingSource"), ("tasks.max", "3"), ("starts.file", plugins.File($"{name}.starts")), ("fail.file", plugins.File($"{name}.fail")));
        await Eventually.IsTrueAsync(
            async () => (await Task.WhenAll(Enumerable.Range(0, 3).Select(task => Worker.TaskStateAsync(name, task)))).All(state => state == "RUNNING"), "all tasks run", details: () => Worker.Details);
    }

    private async Task FailAsync(string name)
    {
        await File.WriteAllTextAsync(plugins.File($"{name}.fail.1"), "", Cancel);
        await Eventually.IsTrueAsync(async () => await Worker.TaskStateAsync(name, 1) == "FAILED", "the task fails", details: () => Worker.Details);
    }

    private async Task RestartAsync(string door, string name, bool includeTasks)
    {
        switch (door)
        {
            case "rest":
                using (var response = await Worker.Rest.PostAsync($"/connectors/{name}/restart?onlyFailed=true&includeTasks={(includeTasks ? "true" : "false")}", null, Cancel))
                {
                    Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
                    var tasks = (await response.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("tasks").EnumerateArray().ToDictionary(
                        task => task.GetProperty("id").GetInt32(), task => task.GetProperty("state").GetString());
                    Assert.Equal(("RUNNING", includeTasks ? "RESTARTING" : "FAILED", "RUNNING"), (tasks[0], tasks[1], tasks[2]));
                }

                break;
            case "library":
                using (var client = Client())
                {
                    await client.RestartConnectorAsync(name, includeTasks, onlyFailed: true, Cancel);
                }

                break;
            default:
                string[] options = includeTasks ? ["--include-tasks", "--only-failed", "--wait", "30"] : ["--only-failed"];
                var run = await CliProcess.RunAsync($"http://127.0.0.1:{Worker.GrpcPort}", plugins.File(""), ["restart", name, .. options]);
                Assert.True(run.ExitCode == 0, $"{run.Output}{run.Error}");
                break;
        }
    }

    private ConnectClient Client() => new($"http://127.0.0.1:{Worker.GrpcPort}");

    private async Task<ConnectorStatus> StatusAsync(string name)
    {
        using var client = Client();
        return await client.GetStatusAsync(name, Cancel);
    }

    private async Task<string[]> StartsAsync(string name) => await File.ReadAllLinesAsync(plugins.File($"{name}.starts"), Cancel);
}
