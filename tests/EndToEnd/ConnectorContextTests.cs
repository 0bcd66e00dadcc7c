using OrleansConnect.Tests.EndToEnd.Processes;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>What a connector's plugin asks of its worker by itself, and what happens to it when its secrets expire.</summary>
public sealed class ConnectorContextTests(PluginWorker plugins) : IClassFixture<PluginWorker>, IDisposable
{
    private readonly WorkFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Worker Worker => plugins.Worker;

    [Fact]
    public async Task A_connector_gets_as_many_tasks_as_it_asks_for_while_it_runs()
    {
        await CreateAsync("grows", ("tasks.max", "3"));
        await HasTasksAsync("grows", 1);

        await SayAsync("grows", "3");
        await HasTasksAsync("grows", 3);

        await SayAsync("grows", "2");
        await HasTasksAsync("grows", 2);
        Assert.Single(Starts("grows", "connector"));
    }

    [Fact]
    public async Task An_error_that_a_connector_raises_is_its_own_until_it_is_restarted()
    {
        await CreateAsync("raises");
        await HasTasksAsync("raises", 1);

        await SayAsync("raises", "The database is gone.");

        await IsAsync("raises", "FAILED");
        var status = await Worker.StatusAsync("raises");
        Assert.Contains("The database is gone.", status?.GetProperty("connector").GetProperty("trace").GetString(), StringComparison.Ordinal);
        Assert.Equal("RUNNING", await Worker.TaskStateAsync("raises"));

        await SayAsync("raises", "");
        using var restarted = await Worker.Rest.PostAsync("/connectors/raises/restart", null, Cancel);
        Assert.Equal(204, (int)restarted.StatusCode);
        await IsAsync("raises", "RUNNING");
    }

    [Fact]
    public async Task Secrets_that_expire_restart_their_connector_and_its_tasks_unless_that_is_switched_off()
    {
        const string Secret = "${leased:database:password}";
        await CreateAsync("stays", ("secret", Secret), ("config.action.reload", "none"));
        await CreateAsync("renews", ("secret", Secret));

        await Eventually.IsTrueAsync(
            () => Starts("renews", "connector").Count == 2 && Starts("renews", "task").Count == 2, "connector and task are started again", details: () => Worker.Log);

        Assert.Equal(4, Starts("renews", "connector").Concat(Starts("renews", "task")).Distinct().Count());
        Assert.Single(Starts("stays", "connector"));
        Assert.Contains(Secret, await Worker.Rest.GetStringAsync("/connectors/renews/config", Cancel), StringComparison.Ordinal);
        await IsAsync("renews", "RUNNING");
        using var deleted = await Worker.Rest.DeleteAsync("/connectors/renews", Cancel);
        Assert.Equal(204, (int)deleted.StatusCode);
    }

    public void Dispose() => _folder.Dispose();

    private Task CreateAsync(string name, params (string Key, string Value)[] more) => Worker.CreateAsync(
        name, [("connector.class", "AskingSource"), ("asks.file", _folder.File($"{name}.asks")), ("starts.file", _folder.File($"{name}.starts")), .. more]);

    // Whole at once.
    private async Task SayAsync(string name, string text)
    {
        var file = _folder.File($"{name}.asks");
        await File.WriteAllTextAsync($"{file}.new", text, Cancel);
        File.Move($"{file}.new", file, overwrite: true);
    }

    private List<string> Starts(string name, string what) => File.Exists(_folder.File($"{name}.starts"))
        ? [.. File.ReadLines(_folder.File($"{name}.starts")).Where(line => line.StartsWith($"{what} ", StringComparison.Ordinal)).Select(line => line[what.Length..])]
        : [];

    private Task IsAsync(string name, string state) => Eventually.IsTrueAsync(
        async () => (await Worker.StatusAsync(name))?.GetProperty("connector").GetProperty("state").GetString() == state, $"'{name}' is {state}", details: () => Worker.Details);

    private Task HasTasksAsync(string name, int count) => Eventually.IsTrueAsync(
        async () => (await Worker.StatusAsync(name))?.GetProperty("tasks").EnumerateArray().Select(task => task.GetProperty("state").GetString()).ToList() is { } states
            && states.Count == count && states.All(state => state == "RUNNING"),
        $"'{name}' has {count} tasks that run",
        details: () => Worker.Details);
}
