using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using OrleansConnect.Client;
using OrleansConnect.Tests.EndToEnd.Processes;

namespace OrleansConnect.Tests.EndToEnd.Client;

/// <summary>The command line and the library against a worker with default settings.</summary>
public sealed class ClientTests : IAsyncLifetime
{
    private const int Lines = 5_000;
    private const string StringConverter = "org.apache.kafka.connect.storage.StringConverter";

    private readonly WorkFolder _folder = new();
    private Worker? _worker;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private HttpClient Rest => _worker?.Rest ?? throw new InvalidOperationException("The worker has not been started.");

    private string Server => $"http://127.0.0.1:{_worker?.GrpcPort}";

    [Fact]
    public async Task The_command_line_creates_watches_changes_and_deletes_connectors()
    {
        await WriteFilesAsync("cli");
        Directory.CreateDirectory(_folder.File("connectors"));
        File.Copy(_folder.File("in.properties"), _folder.File("connectors/in.properties"));
        await File.WriteAllTextAsync(_folder.File("connectors/worker.properties"), "group.id=x\n", Cancel);

        await ExpectAsync(0, "in: created.", "", "create", "in.properties", "out.json", "--wait", "60");
        await CopiedAsync("out.txt");

        var status = await ExpectAsync(0, "", "", "status", "--json");
        Assert.Equal(["in", "out"], status.Json.EnumerateArray().Select(connector => connector.GetProperty("name").GetString()));
        Assert.All(status.Json.EnumerateArray(), connector => Assert.Equal("RUNNING", connector.GetProperty("tasks")[0].GetProperty("state").GetString()));
        await ExpectAsync(0, "FileStreamSource", "", "describe", "in");
        Assert.DoesNotContain("hunter2", (await ExpectAsync(0, "[hidden]", "", "describe", "in")).Output, StringComparison.Ordinal);
        await ExpectAsync(0, "Plan: nothing to do; 1 unchanged.", "passed over", "apply", "connectors");
        await File.AppendAllTextAsync(_folder.File("connectors/in.properties"), "batch.size=77\n", Cancel);
        await ExpectAsync(2, "+ batch.size = 77", "Add --yes to do it", "apply", "connectors");
        await ExpectAsync(0, "- delete out", "", "apply", "connectors", "--prune", "--dry-run");
        await ExpectAsync(0, "in: changed.", "", "apply", "connectors", "--yes", "--wait", "60");
        await ExpectAsync(0, "in: paused.", "", "pause", "in", "--wait", "60");
        await ExpectAsync(0, "in: resumed.", "", "resume", "in", "--wait", "60");
        await ExpectAsync(0, "in: task 0 restarted.", "", "restart", "in", "--task", "0", "--wait", "60");
        await ExpectAsync(0, "in: restarted.", "", "restart", "in", "--include-tasks", "--wait", "60");
        await ExpectAsync(0, "out: stopped.", "", "stop", "out", "--wait", "60");
        await ExpectAsync(0, " leader ", "", "cluster");
        await ExpectAsync(0, "127.0.0.1:", "", "workers");
        await ExpectAsync(0, "FileStreamSinkConnector", "", "plugins", "--connectors");
        await ExpectAsync(0, "in: deleted.", "", "delete", "in", "out");
        await ExpectAsync(0, "", "There are no connectors.", "list");
    }

    [Fact]
    public async Task A_preview_is_the_same_at_every_door()
    {
        const string transforms = "org.apache.kafka.connect.transforms";
        const string config = $$"""
            {"key.converter": "{{StringConverter}}", "value.converter": "org.apache.kafka.connect.json.JsonConverter", "value.converter.schemas.enable": "false",
             "transforms": "mask", "transforms.mask.type": "{{transforms}}.MaskField$Value", "transforms.mask.fields": "card"}
            """;
        const string record = """{"topic": "orders", "key": "1", "value": "{\"card\": \"4111\"}", "headers": [{"key": "h", "value": null}]}""";
        const string masked = """{"topic":"orders","partition":0,"timestamp":null,"headers":[{"key":"h","value":null}],"key":"1","value":"{\"card\":\"\"}"}""";
        await File.WriteAllTextAsync(_folder.File("pipeline.json"), $$"""{"name": "pipeline", "config": {{config}}}""", Cancel);
        await File.WriteAllTextAsync(_folder.File("samples.ndjson"), record + "\n", Cancel);

        using var answer = await Rest.PostAsync("/preview", new StringContent($$"""{"kind": "sink", "config": {{config}}, "records": [{{record}}]}""", Encoding.UTF8, "application/json"), Cancel);
        var scripted = await ExpectAsync(0, "\"outcome\"", "", "preview", "pipeline.json", "samples.ndjson", "--json");
        var traced = await ExpectAsync(0, "", "", "preview", "pipeline.json", "samples.ndjson", "--trace");

        Assert.Equal($$"""{"results":[{{masked}}]}""", await answer.Content.ReadAsStringAsync(Cancel));
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(masked).RootElement, scripted.Json[0].GetProperty("record")), scripted.Output);
        Assert.Contains("~ value.card: \"4111\" -> \"\"", traced.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watch_shows_events_and_ends_with_the_signal_of_ctrl_c()
    {
        await WriteFilesAsync("watched");
        using var watch = CliProcess.Start(Server, _folder.Path, "status", "--watch", "--json");
        Assert.Equal("""{"event":"caught_up"}""", await watch.StandardOutput.ReadLineAsync(Cancel));

        await ExpectAsync(0, "in: created.", "", "create", "in.properties");

        var seen = await ReadUntilAsync(watch, line => line.Contains($"\"records\":{Lines}", StringComparison.Ordinal));
        Assert.Contains("\"event\":\"status\",\"name\":\"in\"", seen, StringComparison.Ordinal);
        await ExpectAsync(0, "in: deleted.", "", "delete", "in");
        await ReadUntilAsync(watch, line => line == """{"event":"deleted","name":"in"}""");
        using var signal = Process.Start("kill", ["-INT", watch.Id.ToString(CultureInfo.InvariantCulture)]);
        await watch.WaitForExitAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(60), Cancel);
        Assert.Equal(0, watch.ExitCode);
    }

    [Fact]
    public async Task Everything_that_can_be_wrong_has_its_exit_code_and_a_sentence()
    {
        await WriteFilesAsync("errors");
        await File.WriteAllTextAsync(_folder.File("broken.json"), """{"name": "x",""", Cancel);
        await File.WriteAllTextAsync(_folder.File("unknown.json"), """{"name": "x", "connector.class": "Nope"}""", Cancel);
        await File.WriteAllTextAsync(_folder.File("invalid.json"), """{"name": "x", "connector.class": "FileStreamSource", "file": "a"}""", Cancel);
        await File.WriteAllTextAsync(_folder.File("failing.json"), $$"""{"name": "failing", "connector.class": "FileStreamSource", "topic": "t", "file": "{{_folder.Path}}"}""", Cancel);
        await ExpectAsync(0, "in: created.", "", "create", "in.properties");

        await ExpectAsync(4, "", "'in' was not created: Connector in already exists", "create", "in.properties");
        await ExpectAsync(4, "", "Nothing was created: 'in' already exists", "create", "out.json", "in.properties");
        await ExpectAsync(5, "", "'broken.json' is not valid JSON at line 1", "create", "broken.json");
        await ExpectAsync(5, "", "which name matches Nope", "create", "unknown.json");
        await ExpectAsync(5, "", "Missing required configuration \"topic\"", "create", "invalid.json");
        await ExpectAsync(5, "topic: Missing required configuration", "", "validate", "invalid.json");
        await ExpectAsync(5, "", "Nothing was changed, not every configuration is valid", "apply", "invalid.json", "out.json", "--yes");
        await ExpectAsync(3, "", "nope", "describe", "nope");
        await ExpectAsync(3, "", "nope", "status", "nope", "--watch");
        await ExpectAsync(3, "in: paused.", "'nope' was not paused", "pause", "nope", "in");
        await ExpectAsync(3, "", "task 9 was not restarted", "restart", "in", "--task", "9");
        await ExpectAsync(3, "", "Nope", "plugins", "Nope");
        await ExpectAsync(1, "failing: created.", "Task 0 of 'failing' failed", "create", "failing.json", "--wait", "60");
        await ExpectAsync(6, "", "does not speak gRPC", "list", "--server", $"http://127.0.0.1:{_worker?.Rest.BaseAddress?.Port}");
        var left = await ExpectAsync(0, "", "", "list", "--json");
        Assert.Equal(["failing", "in"], left.Json.EnumerateArray().Select(connector => connector.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task The_library_copies_a_file_and_watches_it()
    {
        await WriteFilesAsync("library");
        using var client = new ConnectClient(Server);

        await client.CreateConnectorAsync("in", Settings("FileStreamSource", "in.txt", ("topic", "library")), cancellationToken: Cancel);
        var created = await client.PutConnectorAsync("out", Settings("FileStreamSink", "out.txt", ("topics", "library")), Cancel);
        var again = await client.PutConnectorAsync("out", Settings("FileStreamSink", "out.txt", ("topics", "library")), Cancel);

        Assert.Equal((true, false, ConnectorKind.Sink), (created.Created, again.Created, created.Connector.Kind));
        await CopiedAsync("out.txt");
        await foreach (var told in client.WatchStatusAsync(["out"], Cancel))
        {
            Assert.NotEqual("in", told.Name);
            if (told.Status?.Tasks.Sum(task => task.Progress?.Records) == Lines)
            {
                break;
            }
        }

        await client.StopConnectorAsync("in", Cancel);
        await client.DeleteConnectorAsync("in", Cancel);
        Assert.Equal(["out"], (await client.ListConnectorsAsync(cancellationToken: Cancel)).Select(connector => connector.Name));
        var error = await Assert.ThrowsAsync<ConnectClientException>(() => client.GetStatusAsync("in", Cancel));
        Assert.Equal(ConnectErrorKind.NotFound, error.Kind);
    }

    public async ValueTask InitializeAsync() => _worker = await Worker.StartReadyAsync(
        _folder.Path, "distributed", "--group.id=client", $"--key.converter={StringConverter}", $"--value.converter={StringConverter}", $"--header.converter={StringConverter}");

    public async ValueTask DisposeAsync()
    {
        await (_worker?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Dispose();
    }

    private async Task<CliProcess> ExpectAsync(int exitCode, string output, string error, params string[] arguments)
    {
        var run = await CliProcess.RunAsync(Server, _folder.Path, arguments);
        var all = $"orleans-connect {string.Join(' ', arguments)}\nexit code {run.ExitCode}\n{run.Output}\n{run.Error}";
        Assert.True(run.ExitCode == exitCode && run.Output.Contains(output, StringComparison.Ordinal) && run.Error.Contains(error, StringComparison.Ordinal), all);
        Assert.True(exitCode == 0 || run.Error.StartsWith("orleans-connect: ", StringComparison.Ordinal) || arguments[0] is "validate" or "apply", all);
        return run;
    }

    private static async Task<string> ReadUntilAsync(Process process, Func<string, bool> isIt)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            var line = await process.StandardOutput.ReadLineAsync(limit.Token);
            Assert.NotNull(line);
            if (isIt(line))
            {
                return line;
            }
        }
    }

    private async Task WriteFilesAsync(string topic)
    {
        await File.WriteAllLinesAsync(_folder.File("in.txt"), Enumerable.Range(0, Lines).Select(n => n.ToString(CultureInfo.InvariantCulture)), Cancel);
        await File.WriteAllTextAsync(
            _folder.File("in.properties"), $"name=in\nconnector.class=FileStreamSource\nfile={_folder.File("in.txt")}\ntopic={topic}\nextra.password=hunter2\n", Cancel);
        await File.WriteAllTextAsync(
            _folder.File("out.json"),
            $$"""{"name": "out", "config": {"connector.class": "org.apache.kafka.connect.file.FileStreamSinkConnector", "file": "{{_folder.File("out.txt")}}", "topics": "{{topic}}"} }""",
            Cancel);
    }

    private Dictionary<string, string> Settings(string connectorClass, string file, (string Key, string Value) topic) =>
        new() { ["connector.class"] = connectorClass, ["file"] = _folder.File(file), [topic.Key] = topic.Value };

    private Task CopiedAsync(string file) => Eventually.IsTrueAsync(
        async () => File.Exists(_folder.File(file)) && await File.ReadAllTextAsync(_folder.File(file), Cancel) == await File.ReadAllTextAsync(_folder.File("in.txt"), Cancel),
        "the file is copied",
        details: () => _worker?.Log ?? "");
}
