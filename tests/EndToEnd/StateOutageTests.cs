using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using OrleansConnect.Tests.EndToEnd.Client;
using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.Integration;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>A worker whose Kafka dies and comes back; the node is its own, because others would notice.</summary>
public sealed class StateOutageTests : IAsyncLifetime
{
    private readonly RealKafka _kafka = new();
    private readonly WorkFolder _folder = new();
    private int _lines;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _kafka.InitializeAsync();

    [Fact]
    public async Task While_kafka_is_away_questions_are_answered_changes_are_refused_and_both_recover()
    {
        await using var worker = await Worker.StartReadyAsync(
            _folder.Path, "distributed", $"--bootstrap.servers={_kafka.BootstrapServers}", "--group.id=outage",
            "--key.converter=org.apache.kafka.connect.storage.StringConverter", "--value.converter=org.apache.kafka.connect.storage.StringConverter");
        await CreateAsync(worker, "lines");
        await Eventually.IsTrueAsync(async () => await worker.TaskStateAsync("lines") == "RUNNING", "the task runs", details: () => worker.Details);

        _kafka.Kill();
        using var refused = await worker.Rest.PutAsync("/connectors/lines/pause", null, Cancel);
        var clock = Stopwatch.StartNew();
        var status = await worker.StatusAsync("lines");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"A question took {clock.Elapsed}.");
        Assert.Equal("RUNNING", status?.GetProperty("connector").GetProperty("state").GetString());
        Assert.Equal("""["lines"]""", await worker.Rest.GetStringAsync("/connectors", Cancel));
        Assert.True(refused.StatusCode >= HttpStatusCode.InternalServerError, $"{refused.StatusCode}");
        Assert.Contains("could not be stored", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        using var created = await worker.Rest.PutAsJsonAsync("/connectors/more/config", new Dictionary<string, string> { ["connector.class"] = "FileStreamSource", ["topic"] = "more" }, Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, created.StatusCode);
        var text = await created.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("could not be stored", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        Assert.Equal("""["lines"]""", await worker.Rest.GetStringAsync("/connectors", Cancel));

        await _kafka.RestartAsync();
        await Eventually.IsTrueAsync(
            async () => (await worker.Rest.PutAsync("/connectors/lines/pause", null, Cancel)).IsSuccessStatusCode
                && await worker.TaskStateAsync("lines") == "PAUSED",
            "the connector is paused",
            details: () => worker.Details);
    }

    [Fact]
    public async Task A_copy_that_runs_while_kafka_is_away_goes_on_by_itself_and_equals_its_source()
    {
        await using var worker = await Worker.StartReadyAsync(
            _folder.Path, "distributed", $"--bootstrap.servers={_kafka.BootstrapServers}", "--group.id=away",
            "--key.converter=org.apache.kafka.connect.storage.StringConverter", "--value.converter=org.apache.kafka.connect.storage.StringConverter");
        await CreateAsync(worker, "lines");
        await worker.CreateAsync("copy", ("connector.class", "FileStreamSink"), ("file", _folder.File("out.txt")), ("topics", "lines"));
        await AppendAsync(20_000);
        await CopiedAsync(worker);

        await AppendAsync(20_000);
        await using var answers = await AnswerTimes.StartAsync(worker, "lines", withCommands: false);
        _kafka.Kill();
        await AppendAsync(20_000);
        await answers.AssertPromptAsync("while Kafka was away");
        Assert.Equal(("RUNNING", "RUNNING"), (await worker.TaskStateAsync("lines"), await worker.TaskStateAsync("copy")));
        await _kafka.RestartAsync();
        await AppendAsync(20_000);

        await CopiedAsync(worker);
        Assert.Equal(("RUNNING", "RUNNING"), (await worker.TaskStateAsync("lines"), await worker.TaskStateAsync("copy")));
    }

    public async ValueTask DisposeAsync()
    {
        await _kafka.DisposeAsync();
        _folder.Dispose();
    }

    private Task AppendAsync(int lines) => File.AppendAllLinesAsync(_folder.File("in.txt"), Enumerable.Range(0, lines).Select(_ => $"line {++_lines}"), Cancel);

    private Task CopiedAsync(Worker worker) => Eventually.IsTrueAsync(
        async () => File.Exists(_folder.File("out.txt")) && await File.ReadAllTextAsync(_folder.File("out.txt"), Cancel) == await File.ReadAllTextAsync(_folder.File("in.txt"), Cancel),
        $"the copy equals its source after {_lines} lines",
        TimeSpan.FromSeconds(120),
        () => worker.Details);

    private async Task CreateAsync(Worker worker, string name)
    {
        await File.WriteAllTextAsync(_folder.File("in.txt"), "one\n", Cancel);
        await worker.CreateAsync(
            name, ("connector.class", "FileStreamSource"), ("file", _folder.File("in.txt")), ("topic", "lines"),
            ("topic.creation.default.partitions", "1"), ("topic.creation.default.replication.factor", "1"));
    }
}
