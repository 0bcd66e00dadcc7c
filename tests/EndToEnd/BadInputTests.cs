using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using OrleansConnect.Tests.EndToEnd.Processes;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>What users and plugins get wrong: a clear error for it, and nobody else is disturbed.</summary>
public sealed class BadInputTests(PluginWorker plugins) : IClassFixture<PluginWorker>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Worker Worker => plugins.Worker;

    [Theory]
    [InlineData("""{"connector.class": "FileStreamSource"}""", """Missing required configuration "topic" which has no default value.""")]
    [InlineData("""{"connector.class": "FileStreamSource", "topic": "t", "tasks.max": "many"}""", "Invalid value many for configuration tasks.max: Not a number of type INT")]
    [InlineData("""{"connector.class": "Nope"}""", "Failed to find any class that implements Connector and which name matches Nope")]
    [InlineData("""{"topic": "t"}""", "contains no connector type")]
    public async Task A_bad_configuration_is_refused_by_the_setting(string config, string reason)
    {
        var error = await RefusedAsync(HttpStatusCode.BadRequest, $$"""{"name": "bad", "config": {{config}}}""");

        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_json_is_refused()
    {
        var error = await RefusedAsync(HttpStatusCode.InternalServerError, """{"name": "bad", """);

        Assert.NotEmpty(error);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_a_conflict()
    {
        await Worker.CreateAsync("taken", ("connector.class", "FileStreamSource"), ("file", plugins.File("taken.txt")), ("topic", "taken"));

        var error = await RefusedAsync(HttpStatusCode.Conflict, """{"name": "taken", "config": {"connector.class": "FileStreamSource", "topic": "t"}}""");

        Assert.Equal("Connector taken already exists", error);
    }

    [Fact]
    public async Task A_topic_name_that_kafka_refuses_fails_the_task_by_that_name()
    {
        await File.WriteAllTextAsync(plugins.File("topic.txt"), "line\n", Cancel);
        await Worker.CreateAsync("topic", ("connector.class", "FileStreamSource"), ("file", plugins.File("topic.txt")), ("topic", "no topic!"));

        Assert.Contains("no topic!", await Worker.TaskTraceAsync("topic"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_a_folder_fails_the_task_by_its_path()
    {
        var folder = Directory.CreateDirectory(plugins.File("a-folder")).FullName;
        await Worker.CreateAsync("folder", ("connector.class", "FileStreamSource"), ("file", folder), ("topic", "folder"));

        Assert.Contains(folder, await Worker.TaskTraceAsync("folder"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_over_the_limit_fails_the_task_with_the_setting_to_raise()
    {
        await Worker.CreateAsync("big", ("connector.class", "BigRecordSource"), ("topic", "big"), ("size.bytes", "3000000"));

        Assert.Contains("max.request.size", await Worker.TaskTraceAsync("big"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_that_cannot_be_made_is_named_with_its_reason()
    {
        using var response = await PostAsync("""{"name": "unmakeable", "config": {"connector.class": "Unmakeable"}}""");

        var error = await response.Content.ReadAsStringAsync(Cancel);
        Assert.False(response.IsSuccessStatusCode);
        Assert.Contains("There is no licence on this machine.", error, StringComparison.Ordinal);
        Assert.Contains("UnmakeableConnector", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("connector.start")]
    [InlineData("start")]
    [InlineData("poll")]
    [InlineData("stop")]
    public async Task A_plugin_that_hangs_disturbs_nobody_and_can_be_deleted_and_made_anew(string call)
    {
        var name = $"stuck-{call}";
        await Worker.CreateAsync(name, ("connector.class", "StuckSource"), ("stuck.in", call), ("topic", "stuck"));

        await CopyAsync($"beside-{call}");
        using var deleted = await Worker.Rest.DeleteAsync($"/connectors/{name}", Cancel);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await Eventually.IsTrueAsync(async () => await Worker.StatusAsync(name) is null, $"'{name}' is gone", details: () => Worker.Log);
        await File.WriteAllTextAsync(plugins.File($"{name}.txt"), "again\n", Cancel);
        await Worker.CreateAsync(name, ("connector.class", "FileStreamSource"), ("file", plugins.File($"{name}.txt")), ("topic", "stuck"));

        await Eventually.IsTrueAsync(async () => await Worker.TaskStateAsync(name) == "RUNNING", $"the new '{name}' runs", details: () => Worker.Log);
    }

    // A pair of connectors that works, to see that it does.
    private async Task CopyAsync(string name)
    {
        var (input, output) = (plugins.File($"{name}-in.txt"), plugins.File($"{name}-out.txt"));
        await File.WriteAllTextAsync(input, "line\n", Cancel);
        await Worker.CreateAsync($"{name}-in", ("connector.class", "FileStreamSource"), ("file", input), ("topic", name));
        await Worker.CreateAsync($"{name}-out", ("connector.class", "FileStreamSink"), ("file", output), ("topics", name));
        await Eventually.IsTrueAsync(
            async () => File.Exists(output) && await File.ReadAllTextAsync(output, Cancel) == "line\n", $"'{name}' is copied", details: () => Worker.Log);
    }

    private async Task<string> RefusedAsync(HttpStatusCode status, string body)
    {
        using var response = await PostAsync(body);
        Assert.Equal(status, response.StatusCode);
        var error = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal((int)status, error.GetProperty("error_code").GetInt32());
        return error.GetProperty("message").GetString() ?? "";
    }

    private Task<HttpResponseMessage> PostAsync(string body) =>
        Worker.Rest.PostAsync("/connectors", new StringContent(body, Encoding.UTF8, "application/json"), Cancel);
}
