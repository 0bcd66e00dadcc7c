using OrleansConnect.Tests.EndToEnd.Processes;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>A standalone worker with the embedded Kafka that copies a file through a topic, and what it refuses.</summary>
public sealed class QuickstartTests : IDisposable
{
    private readonly WorkFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_copied_and_a_restart_continues_where_it_was()
    {
        await File.WriteAllTextAsync(_folder.File("in.txt"), "one\ntwo\n", Cancel);
        await WriteConnectorsAsync();

        await using (var worker = await StartAsync())
        {
            await CopiedAsync("one\ntwo\n", worker);
            await File.AppendAllTextAsync(_folder.File("in.txt"), "three\n", Cancel);
            await CopiedAsync("one\ntwo\nthree\n", worker);
            Assert.Equal(0, await worker.StopAsync());
        }

        await File.AppendAllTextAsync(_folder.File("in.txt"), "four\n", Cancel);
        await using var again = await StartAsync();

        await CopiedAsync("one\ntwo\nthree\nfour\n", again);
    }

    [Fact]
    public async Task A_second_process_on_the_same_data_is_refused()
    {
        await WriteConnectorsAsync();
        await using var first = await StartAsync();

        await using var second = Worker.Start(_folder.Path, "standalone", "source.properties");
        await second.WaitForExitAsync();

        Assert.NotEqual(0, second.ExitCode);
        Assert.Contains(_folder.File("data"), second.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_that_nobody_knows_is_named()
    {
        await WriteConnectorsAsync();

        await using var worker = await Worker.StartReadyAsync(_folder.Path, "standalone", "source.properties", "--offset.flush.intervall.ms=5");

        Assert.Contains("'offset.flush.intervall.ms' is not known", worker.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connector_that_cannot_be_created_ends_the_worker_with_the_reason()
    {
        await File.WriteAllTextAsync(_folder.File("bad.json"), """{"name": "bad", "connector.class": "Nope"}""", Cancel);

        await using var worker = Worker.Start(_folder.Path, "standalone", "bad.json");
        await worker.WaitForExitAsync();

        Assert.Equal(1, worker.ExitCode);
        Assert.Contains("The connector of 'bad.json' could not be created: Failed to find any class that implements Connector and which name matches Nope", worker.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense", "'nonsense' is not a command.")]
    [InlineData("standalone missing.properties", "The file 'missing.properties' cannot be read")]
    [InlineData("distributed --task.shutdown.graceful.timeout.ms=soon --bootstrap.servers=127.0.0.1:1", "Invalid value soon for configuration task.shutdown.graceful.timeout.ms")]
    public async Task A_bad_command_line_is_refused_with_the_reason(string arguments, string reason)
    {
        await using var worker = Worker.Start(_folder.Path, arguments.Split(' '));
        await worker.WaitForExitAsync();

        Assert.Equal(2, worker.ExitCode);
        Assert.Contains(reason, worker.Log, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private Task<Worker> StartAsync() => Worker.StartReadyAsync(_folder.Path, "standalone", "source.properties", "sink.json");

    private async Task WriteConnectorsAsync()
    {
        const string String = "org.apache.kafka.connect.storage.StringConverter";
        await File.WriteAllTextAsync(
            _folder.File("source.properties"),
            $"name=in\nconnector.class=FileStreamSource\nfile={_folder.File("in.txt")}\ntopic=lines\nvalue.converter={String}\n",
            Cancel);
        await File.WriteAllTextAsync(
            _folder.File("sink.json"),
            $$"""
            {"name": "out", "config": {"connector.class": "org.apache.kafka.connect.file.FileStreamSinkConnector", "file": "{{_folder.File("out.txt")}}", "topics": "lines", "value.converter": "{{String}}" } }
            """,
            Cancel);
    }

    private Task CopiedAsync(string expected, Worker worker) => Eventually.IsTrueAsync(
        async () => File.Exists(_folder.File("out.txt")) && await File.ReadAllTextAsync(_folder.File("out.txt"), Cancel) == expected,
        $"the copy is '{expected}'",
        details: () => worker.Details);
}
