using System.Net;
using OrleansConnect.Grains;
using OrleansConnect.Tests.Integration.Management.Fakes;

namespace OrleansConnect.Tests.Integration.Management.Rest;

public sealed class StatusTests : IAsyncLifetime
{
    private ManagementHost _host = null!; // made in InitializeAsync

    public async ValueTask InitializeAsync()
    {
        _host = await ManagementHost.StartAsync(TestContext.Current.CancellationToken);
        _host.Cluster.Add("src", tasks: 2);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Tells_the_status_with_traces_and_versions_as_far_as_they_are_known()
    {
        await SetTasks(
            new(0, new(InstanceState.Failed, "10.0.0.1:8083", "java.lang...", "1.2.3"), null),
            new(1, new(InstanceState.Unassigned, "10.0.0.1:8083", "", null), null),
            new(2, new(InstanceState.Paused, "10.0.0.1:8083", null, "undefined"), null));

        const string Body =
            """{"name":"src","connector":{"state":"RUNNING","worker_id":"127.0.0.1:8083","version":"1.2.3"},"tasks":[{"id":0,"state":"FAILED","worker_id":"10.0.0.1:8083","trace":"java.lang...","version":"1.2.3"},{"id":1,"state":"UNASSIGNED","worker_id":"10.0.0.1:8083","version":null},{"id":2,"state":"PAUSED","worker_id":"10.0.0.1:8083"}],"type":"source"}""";
        await _host.Rest.AnswersAsync("GET", "/connectors/src/status", 200, Body);
    }

    [Fact]
    public async Task Adds_progress_in_one_object_of_its_own()
    {
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var progress = new TaskProgress { Records = 10, Bytes = 1000, RecordsSkipped = 1, RecordsInFlight = 2, Lag = 7, CommittedAt = at, WaitsFor = "poll", TakenAt = at };
        await SetTasks(new Grains.TaskStatus(0, new(InstanceState.Running, "w:1", null, "1"), progress));

        using var response = await _host.Rest.SendAsync("GET", "/connectors/src/status");

        const string Expected =
            ""","type":"source","orleans":{"tasks":[{"id":0,"records_read":0,"records":10,"bytes":1000,"records_skipped":1,"records_in_flight":2,"lag":7,"committed_at":"2026-01-02T03:04:05Z","waits_for":"poll","taken_at":"2026-01-02T03:04:05Z"}]}}""";
        Assert.EndsWith(Expected, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adds_all_that_is_known_of_a_task_that_lags_waits_and_has_failed_records()
    {
        await SetTasks(new Grains.TaskStatus(0, new(InstanceState.Running, "w:1", null, "1"), A.FullProgress));

        using var response = await _host.Rest.SendAsync("GET", "/connectors/src/status");

        const string Expected =
            ""","type":"source","orleans":{"tasks":[{"id":0,"records_read":11,"bytes_read":1100,"records":10,"bytes":1000,"records_skipped":1,"records_in_flight":2,"lag":7,"lag_seconds":1.235,"committed_at":"2026-01-02T03:04:05Z","progressed_at":"2026-01-02T03:04:06Z","waits_for":"retry","waits_since":"2026-01-02T03:04:04Z","waits_until":"2026-01-02T03:04:07Z","stalled_since":"2026-01-02T03:04:08Z","errors":{"failures":5,"retries":4,"records_skipped":3,"last":"TASK_PUT in C: no.","last_at":"2026-01-02T03:04:09Z"},"taken_at":"2026-01-02T03:04:10Z"}]}}""";
        Assert.EndsWith(Expected, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adds_how_often_a_task_was_started_again_to_no_object_of_Kafka_Connects()
    {
        await SetTasks(new Grains.TaskStatus(0, new(InstanceState.Failed, "w:1", "no", null) { RestartAttempts = 3 }, null));

        using var response = await _host.Rest.SendAsync("GET", "/connectors/src/status");

        const string Expected =
            """[{"id":0,"state":"FAILED","worker_id":"w:1","trace":"no","version":null}],"type":"source","orleans":{"tasks":[{"id":0,"restart_attempts":3}]}}""";
        Assert.EndsWith(Expected, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_the_status_of_one_task() =>
        await _host.Rest.AnswersAsync("GET", "/connectors/src/tasks/1/status", 200, """{"id":1,"state":"RUNNING","worker_id":"127.0.0.1:8083","version":"1.2.3"}""");

    [Theory]
    [InlineData("GET", "/connectors/x/status", "No status found for connector x")]
    [InlineData("GET", "/connectors/src/tasks/9/status", "No status found for task src-9")]
    [InlineData("GET", "/connectors/x/tasks/9/status", "No status found for task x-9")]
    [InlineData("GET", "/connectors/src/tasks/a/status", "HTTP 404 Not Found")]
    [InlineData("POST", "/connectors/x/restart", "Unknown connector: x")]
    [InlineData("POST", "/connectors/x/restart?includeTasks=true", "Unknown connector: x")]
    [InlineData("PUT", "/connectors/x/pause", "Unknown connector x")]
    [InlineData("PUT", "/connectors/x/resume", "Unknown connector x")]
    [InlineData("PUT", "/connectors/x/stop", "Unknown connector x")]
    [InlineData("POST", "/connectors/x/tasks/0/restart", "Unknown connector: x")]
    [InlineData("POST", "/connectors/src/tasks/7/restart", "Unknown task: src-7")]
    public async Task Refuses_what_is_not_there(string method, string path, string message) =>
        await _host.Rest.RefusesAsync(method, path, 404, message);

    [Theory]
    [InlineData("PUT", "/connectors/src/pause", HttpStatusCode.Accepted, "SetTargetState(src, Paused)")]
    [InlineData("PUT", "/connectors/src/resume", HttpStatusCode.Accepted, "SetTargetState(src, Running)")]
    [InlineData("PUT", "/connectors/src/stop", HttpStatusCode.NoContent, "SetTargetState(src, Stopped)")]
    [InlineData("POST", "/connectors/src/restart", HttpStatusCode.NoContent, "Restart(src, False, False)")]
    [InlineData("POST", "/connectors/src/restart?includeTasks=notbool", HttpStatusCode.NoContent, "Restart(src, False, False)")]
    [InlineData("POST", "/connectors/src/restart?includeTasks=true", HttpStatusCode.Accepted, "Restart(src, True, False)")]
    [InlineData("POST", "/connectors/src/restart?onlyFailed=TRUE", HttpStatusCode.Accepted, "Restart(src, False, True)")]
    [InlineData("POST", "/connectors/src/tasks/1/restart", HttpStatusCode.NoContent, "RestartTask(src, 1)")]
    public async Task Passes_on_what_is_to_be_done(string method, string path, HttpStatusCode status, string call)
    {
        using var response = await _host.Rest.SendAsync(method, path);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal([call], _host.Cluster.Calls);
    }

    [Fact]
    public async Task Answers_a_restart_with_the_status()
    {
        const string Body =
            """{"name":"src","connector":{"state":"RESTARTING","worker_id":"127.0.0.1:8083","version":"1.2.3"},"tasks":[],"type":"source"}""";
        await SetTasks();

        await _host.Rest.AnswersAsync("POST", "/connectors/src/restart?onlyFailed=true", 202, Body);
    }

    private Task SetTasks(params IReadOnlyList<Grains.TaskStatus> tasks) =>
        _host.Cluster.Publish(_host.Cluster.Connectors["src"].Status with { Tasks = tasks });
}
