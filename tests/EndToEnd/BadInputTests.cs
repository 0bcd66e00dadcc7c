using System.Net;
using System.Text;
using OrleansConnect.Client;
using OrleansConnect.Tests.EndToEnd.Client;
using OrleansConnect.Tests.EndToEnd.Processes;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>What users and plugins get wrong: a clear error for it at every door, and nobody else is disturbed.</summary>
public sealed class BadInputTests : IClassFixture<PluginWorker>, IDisposable
{
    private static readonly (HttpStatusCode, ConnectErrorKind, int) Invalid = (HttpStatusCode.BadRequest, ConnectErrorKind.Invalid, 5);

    private readonly PluginWorker _plugins;
    private readonly Doors _doors;

    public BadInputTests(PluginWorker plugins)
    {
        _plugins = plugins;
        _doors = new(plugins.Worker, plugins.File(""));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Worker Worker => _plugins.Worker;

    [Theory]
    [InlineData("connector.class=FileStreamSource", """Missing required configuration "topic" which has no default value.""")]
    [InlineData("connector.class=FileStreamSource topic=t tasks.max=many", "Invalid value many for configuration tasks.max: Not a number of type INT")]
    [InlineData("connector.class=FileStreamSource topic=t errors.tolerance=some", "Invalid value some for configuration errors.tolerance: String must be one of: none, all")]
    [InlineData("connector.class=FileStreamSource topic=t value.converter=Nope", "Invalid value Nope for configuration value.converter: Class Nope could not be found.")]
    [InlineData("connector.class=FileStreamSink", "Must configure one of topics or topics.regex")]
    [InlineData("connector.class=FileStreamSink topics=t,no!topic", "Invalid value no!topic for configuration topics: Topic name is invalid: 'no!topic' contains one or more characters other than")]
    [InlineData("connector.class=FileStreamSource topic=t file=/tmp/a\0b", @"Invalid value /tmp/a\0b for configuration file: A path has no null character")]
    [InlineData("connector.class=FileStreamSink topics.regex=(", "Invalid value ( for configuration topics.regex: Invalid regex")]
    [InlineData("connector.class=Nope", "Failed to find any class that implements Connector and which name matches Nope")]
    public Task A_bad_configuration_is_refused_by_the_setting(string config, string reason) =>
        _doors.RefuseAsync("bad", config.Split(' ').Select(setting => setting.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]), Invalid, reason);

    [Fact]
    public async Task A_configuration_without_a_class_is_refused()
    {
        using var response = await PostAsync("""{"name": "bad", "config": {"topic": "t"}}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("contains no connector type", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_json_is_refused()
    {
        using var response = await PostAsync("""{"name": "bad", """);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("\"error_code\":500", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_a_conflict()
    {
        await Worker.CreateAsync("taken", ("connector.class", "FileStreamSource"), ("file", _plugins.File("taken.txt")), ("topic", "taken"));

        await _doors.RefuseAsync(
            "taken", new() { ["connector.class"] = "FileStreamSource", ["topic"] = "t" }, (HttpStatusCode.Conflict, ConnectErrorKind.AlreadyExists, 4), "Connector taken already exists");
    }

    [Fact]
    public async Task A_topic_name_that_kafka_refuses_fails_the_task_by_that_name()
    {
        await File.WriteAllTextAsync(_plugins.File("topic.txt"), "line\n", Cancel);
        await Worker.CreateAsync("topic", ("connector.class", "FileStreamSource"), ("file", _plugins.File("topic.txt")), ("topic", "no topic!"));

        await _doors.ShowFailureAsync("topic", "no topic!");
    }

    [Fact]
    public async Task A_file_that_is_a_folder_fails_the_task_by_its_path()
    {
        var folder = Directory.CreateDirectory(_plugins.File("a-folder")).FullName;
        await Worker.CreateAsync("folder", ("connector.class", "FileStreamSource"), ("file", folder), ("topic", "folder"));
        await Worker.CreateAsync("folder-out", ("connector.class", "FileStreamSink"), ("file", folder), ("topics", "folder"));

        await _doors.ShowFailureAsync("folder", folder);
        await _doors.ShowFailureAsync("folder-out", folder);
    }

    [Fact]
    public async Task A_file_that_may_not_be_read_or_written_fails_the_task_by_its_path()
    {
        // Everything is allowed to root, except what the kernel itself refuses.
        var (unreadable, unwritable) = Environment.IsPrivilegedProcess ? ("/sys/bus/cpu/drivers_probe", "/sys/kernel/uevent_seqnum") : (_plugins.File("secret"), _plugins.File("secret"));
        Assert.SkipUnless(OperatingSystem.IsLinux() && (!Environment.IsPrivilegedProcess || (File.Exists(unreadable) && File.Exists(unwritable))), "There is no file here that may not be read.");
        if (!Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows())
        {
            await File.WriteAllTextAsync(unreadable, "secret\n", Cancel);
            File.SetUnixFileMode(unreadable, UnixFileMode.None);
        }

        await Worker.CreateAsync("unreadable", ("connector.class", "FileStreamSource"), ("file", unreadable), ("topic", "unreadable"));
        await Worker.CreateAsync("unwritable", ("connector.class", "FileStreamSink"), ("file", unwritable), ("topics", "unreadable"));

        await _doors.ShowFailureAsync("unreadable", unreadable, "permission denied");
        await _doors.ShowFailureAsync("unwritable", unwritable);
    }

    [Fact]
    public async Task What_fails_or_is_refused_disturbs_nobody()
    {
        await CopyAsync("beside-failures");
        await using var answers = await AnswerTimes.StartAsync(Worker, "beside-failures-in");
        await File.WriteAllTextAsync(_plugins.File("fails.txt"), "line\n", Cancel);
        await Worker.CreateAsync("fails-topic", ("connector.class", "FileStreamSource"), ("file", _plugins.File("fails.txt")), ("topic", "no topic!"));
        await Worker.CreateAsync("fails-file", ("connector.class", "FileStreamSource"), ("file", _plugins.File("")), ("topic", "fails"));
        await Worker.CreateAsync("fails-big", ("connector.class", "BigRecordSource"), ("topic", "fails-big"), ("size.bytes", "3000000"));
        await Worker.CreateAsync(
            "fails-json", ("connector.class", "FileStreamSink"), ("file", _plugins.File("fails-json.txt")), ("topics", "beside-failures"),
            ("value.converter", "org.apache.kafka.connect.json.JsonConverter"));
        await Worker.CreateAsync("fails-task", ("connector.class", "UnmakeableTaskSource"));
        using var unmakeable = await PostAsync("""{"name": "fails-connector", "config": {"connector.class": "Unmakeable"}}""");
        using var taken = await PostAsync("""{"name": "fails-big", "config": {"connector.class": "FileStreamSource", "topic": "t"}}""");
        using var garbage = await PostAsync("{");

        foreach (var name in (string[])["fails-topic", "fails-file", "fails-big", "fails-json", "fails-task"])
        {
            _ = await Worker.TaskTraceAsync(name);
        }

        await CopyAsync("during-failures");
        await answers.AssertPromptAsync("while others failed");
    }

    [Fact]
    public async Task A_file_below_a_file_fails_the_task_by_its_path()
    {
        await File.WriteAllTextAsync(_plugins.File("plain"), "", Cancel);
        var below = Path.Combine(_plugins.File("plain"), "below.txt");
        await Worker.CreateAsync("below", ("connector.class", "FileStreamSource"), ("file", below), ("topic", "below"));
        await Worker.CreateAsync("below-out", ("connector.class", "FileStreamSink"), ("file", below), ("topics", "below"));

        await _doors.ShowFailureAsync("below", below);
        await _doors.ShowFailureAsync("below-out", below);
    }

    [Fact]
    public async Task A_record_over_the_limit_fails_the_task_with_the_setting_to_raise()
    {
        await Worker.CreateAsync("big", ("connector.class", "BigRecordSource"), ("topic", "big"), ("size.bytes", "3000000"));

        await _doors.ShowFailureAsync("big", "max.request.size");
    }

    [Fact]
    public async Task Records_that_are_no_json_fail_a_sink_with_the_topic_they_are_in()
    {
        await CopyAsync("no-json");
        await Worker.CreateAsync(
            "json", ("connector.class", "FileStreamSink"), ("file", _plugins.File("json.txt")), ("topics", "no-json"), ("value.converter", "org.apache.kafka.connect.json.JsonConverter"));

        await _doors.ShowFailureAsync("json", "DataException");
    }

    [Fact]
    public Task A_plugin_that_cannot_be_made_is_named_with_its_reason() => _doors.RefuseAsync(
        "unmakeable",
        new() { ["connector.class"] = "Unmakeable" },
        (HttpStatusCode.InternalServerError, ConnectErrorKind.Failed, 1),
        "There is no licence on this machine.",
        "UnmakeableConnector");

    [Fact]
    public async Task A_task_that_cannot_be_made_is_named_with_its_class_and_its_reason()
    {
        await Worker.CreateAsync("unmakeable-task", ("connector.class", "UnmakeableTaskSource"));

        await _doors.ShowFailureAsync(
            "unmakeable-task", "Class 'OrleansConnect.Tests.Plugins.UnmakeableTask' of task 'unmakeable-task/0' could not be created, its constructor failed: There is no licence for tasks.");
    }

    [Theory]
    [InlineData("connector.start")]
    [InlineData("connector.taskconfigs")]
    [InlineData("start")]
    [InlineData("poll")]
    [InlineData("stop")]
    public async Task A_plugin_that_hangs_is_told_at_every_door_disturbs_nobody_and_can_be_deleted_and_made_anew(string call)
    {
        var name = $"stuck-{call}";
        await CopyAsync($"beside-{call}");
        await using var answers = await AnswerTimes.StartAsync(Worker, $"beside-{call}-in");
        await Worker.CreateAsync(name, ("connector.class", "StuckSource"), ("stuck.in", call), ("topic", "stuck"));

        await ShowHungAsync(name, call);
        await CopyAsync($"during-{call}");
        using var deleted = await Worker.Rest.DeleteAsync($"/connectors/{name}", Cancel);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await Eventually.IsTrueAsync(async () => await Worker.StatusAsync(name) is null, $"'{name}' is gone", details: () => Worker.Log);
        await File.WriteAllTextAsync(_plugins.File($"{name}.txt"), "again\n", Cancel);
        await Worker.CreateAsync(name, ("connector.class", "FileStreamSource"), ("file", _plugins.File($"{name}.txt")), ("topic", "stuck"));

        await Eventually.IsTrueAsync(async () => await Worker.TaskStateAsync(name) == "RUNNING", $"the new '{name}' runs", details: () => Worker.Log);
        await answers.AssertPromptAsync($"while '{name}' hung");
    }

    [Fact]
    public async Task A_restart_that_waits_for_a_start_that_hangs_is_in_nobody_s_way()
    {
        await Worker.CreateAsync("stuck-restart", ("connector.class", "StuckSource"), ("stuck.in", "connector.start"), ("topic", "stuck"));
        var restarting = Worker.Rest.PostAsync("/connectors/stuck-restart/restart", null, Cancel);
        await Eventually.IsTrueAsync(
            async () => (await Worker.StatusAsync("stuck-restart"))?.GetProperty("connector").GetProperty("state").GetString() == "RESTARTING", "it is restarted", details: () => Worker.Log);

        var started = TimeProvider.System.GetTimestamp();
        using var paused = await Worker.Rest.PutAsync("/connectors/stuck-restart/pause", null, Cancel);
        using var task = await Worker.Rest.PostAsync("/connectors/stuck-restart/tasks/0/restart", null, Cancel);
        Assert.False(restarting.IsCompleted);
        using var stopped = await Worker.Rest.PutAsync("/connectors/stuck-restart/stop", null, Cancel);
        using var deleted = await Worker.Rest.DeleteAsync("/connectors/stuck-restart", Cancel);

        Assert.Equal(
            (HttpStatusCode.Accepted, HttpStatusCode.NotFound, HttpStatusCode.NoContent, HttpStatusCode.NoContent),
            (paused.StatusCode, task.StatusCode, stopped.StatusCode, deleted.StatusCode));
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.Null(await Worker.StatusAsync("stuck-restart"));
        using var restarted = await restarting.WaitAsync(TimeSpan.FromSeconds(20), Cancel);
    }

    [Fact]
    public async Task The_tasks_of_a_connector_that_hangs_are_paused_and_resumed_all_the_same()
    {
        await Worker.CreateAsync("stuck-later", ("connector.class", "StuckSource"), ("stuck.in", "connector.alteroffsets"), ("topic", "stuck"));
        await Eventually.IsTrueAsync(async () => await Worker.TaskStateAsync("stuck-later") == "RUNNING", "its task runs", details: () => Worker.Log);
        await Worker.PatchAsync("stuck-later", ("stuck.in", "connector.taskconfigs"));
        await Eventually.IsTrueAsync(
            async () => $"{await Worker.StatusAsync("stuck-later")}".Contains("TaskConfigsAsync of class", StringComparison.Ordinal), "its connector hangs", details: () => Worker.Log);

        using var paused = await Worker.Rest.PutAsync("/connectors/stuck-later/pause", null, Cancel);

        await Eventually.IsTrueAsync(async () => await Worker.TaskStateAsync("stuck-later") == "PAUSED", "its task is paused", details: () => Worker.Log);
        using var resumed = await Worker.Rest.PutAsync("/connectors/stuck-later/resume", null, Cancel);
        await Eventually.IsTrueAsync(async () => await Worker.TaskStateAsync("stuck-later") == "RUNNING", "its task is resumed", details: () => Worker.Log);
    }

    [Fact]
    public async Task A_validation_that_hangs_holds_up_no_other_command_of_its_connector()
    {
        await Worker.CreateAsync("validated", ("connector.class", "StuckSource"), ("stuck.in", "poll"), ("topic", "validated"));
        using var givenUp = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var hanging = Worker.Rest.PutAsync(
            "/connectors/validated/config",
            new StringContent("""{"connector.class": "StuckSource", "stuck.in": "connector.validate", "topic": "validated"}""", Encoding.UTF8, "application/json"),
            givenUp.Token);

        using var paused = await Worker.Rest.PutAsync("/connectors/validated/pause", null, Cancel);
        using var deleted = await Worker.Rest.DeleteAsync("/connectors/validated", Cancel);

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.NoContent), (paused.StatusCode, deleted.StatusCode));
        Assert.False(hanging.IsCompleted);
        await givenUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
    }

    public void Dispose() => _doors.Dispose();

    private async Task ShowHungAsync(string name, string call)
    {
        const string Plugin = "class 'OrleansConnect.Tests.Plugins.StuckSource";
        switch (call)
        {
            case "connector.start":
                await _doors.ShowTroubleAsync(name, $"StartAsync of {Plugin}Connector' has not returned since");
                await _doors.ShowReasonAsync(name, isOfTask: false, $"StartAsync of {Plugin}Connector' has not returned since");
                break;
            case "connector.taskconfigs":
                await _doors.ShowTroubleAsync(name, $"TaskConfigsAsync of {Plugin}Connector' has not returned since");
                break;
            case "start":
                await _doors.ShowReasonAsync(name, isOfTask: true, $"StartAsync of {Plugin}Task' has not returned since");
                break;
            case "poll":
                await _doors.ShowPollAsync(name);
                break;
            default:
                await Eventually.IsTrueAsync(async () => await Worker.TaskStateAsync(name) == "RUNNING", $"'{name}' runs", details: () => Worker.Log);
                using (await Worker.Rest.PutAsync($"/connectors/{name}/stop", null, Cancel))
                {
                    await _doors.ShowTroubleAsync(name, $"DisposeAsync of {Plugin}Task' has not returned since");
                }

                break;
        }
    }

    // A pair of connectors that works, to see that it does.
    private async Task CopyAsync(string name)
    {
        var (input, output) = (_plugins.File($"{name}-in.txt"), _plugins.File($"{name}-out.txt"));
        await File.WriteAllTextAsync(input, "line\n", Cancel);
        await Worker.CreateAsync($"{name}-in", ("connector.class", "FileStreamSource"), ("file", input), ("topic", name));
        await Worker.CreateAsync($"{name}-out", ("connector.class", "FileStreamSink"), ("file", output), ("topics", name));
        await Eventually.IsTrueAsync(
            async () => File.Exists(output) && await File.ReadAllTextAsync(output, Cancel) == "line\n", $"'{name}' is copied", details: () => Worker.Log);
    }

    private Task<HttpResponseMessage> PostAsync(string body) =>
        Worker.Rest.PostAsync("/connectors", new StringContent(body, Encoding.UTF8, "application/json"), Cancel);
}
