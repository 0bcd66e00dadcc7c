using System.Globalization;
using System.Security.Cryptography;
using OrleansConnect.Tests.EndToEnd.Client;
using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.Integration;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>The main job on Apache Kafka: a file through a topic into another file.</summary>
[Collection(KafkaCollection.Name)]
public sealed class CopyTests(RealKafka kafka) : IDisposable
{
    private const int Lines = 300_000;

    private readonly WorkFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("rest")]
    [InlineData("library")]
    [InlineData("cli")]
    public async Task The_copy_has_the_same_bytes_in_the_same_order_whichever_door_was_used(string door)
    {
        await WriteLinesAsync(0, Lines);
        await using var worker = await StartAsync();

        await CreateConnectorsAsync(worker, door, door);

        await CopiedAsync(worker);
        Assert.Equal(await HashAsync("in.txt"), await HashAsync("out.txt"));
    }

    [Fact]
    public async Task No_line_is_lost_when_the_worker_is_killed_again_and_again()
    {
        await WriteLinesAsync(0, Lines);
        await using (var first = await StartAsync())
        {
            await CreateConnectorsAsync(first, "killed");
            await WaitForOutputAsync(first, 1);
            await first.KillAsync();
        }

        for (var round = 1; round <= 3; round++)
        {
            await WriteLinesAsync(Lines * round, Lines);
            await using var next = await StartAsync();
            await WaitForOutputAsync(next, new FileInfo(_folder.File("out.txt")).Length + 1);
            await next.KillAsync();
        }

        await using var last = await StartAsync();
        await WaitForLastLineAsync(last, Lines * 4);
        var copied = (await File.ReadAllLinesAsync(_folder.File("out.txt"), Cancel)).ToHashSet();
        Assert.Empty((await File.ReadAllLinesAsync(_folder.File("in.txt"), Cancel)).Where(line => !copied.Contains(line)).Take(5));
    }

    [Fact]
    public async Task A_stop_by_signal_loses_and_repeats_nothing()
    {
        await WriteLinesAsync(0, Lines);
        await using (var first = await StartAsync())
        {
            await CreateConnectorsAsync(first, "stopped");
            await WaitForOutputAsync(first, 1);
            Assert.Equal(0, await first.StopAsync("INT"));
        }

        await using var second = await StartAsync();
        await CopiedAsync(second);

        Assert.Equal(await HashAsync("in.txt"), await HashAsync("out.txt"));
    }

    public void Dispose() => _folder.Dispose();

    private Task<Worker> StartAsync() =>
        Worker.StartReadyAsync(_folder.Path, "distributed", $"--bootstrap.servers={kafka.BootstrapServers}", $"--group.id=copy-{Path.GetFileName(_folder.Path)}",
            "--value.converter=org.apache.kafka.connect.storage.StringConverter", "--offset.storage.partitions=2");

    private async Task CreateConnectorsAsync(Worker worker, string topic, string door = "rest")
    {
        using var doors = new Doors(worker, _folder.Path);
        topic = $"{topic}-{Path.GetFileName(_folder.Path)}";
        await doors.CreateThroughAsync(door, "in", new()
        {
            ["connector.class"] = "FileStreamSource",
            ["file"] = _folder.File("in.txt"),
            ["topic"] = topic,
            ["topic.creation.default.partitions"] = "1",
            ["topic.creation.default.replication.factor"] = "1",
        });
        await doors.CreateThroughAsync(door, "out", new() { ["connector.class"] = "FileStreamSink", ["file"] = _folder.File("out.txt"), ["topics"] = topic });
    }

    private async Task WriteLinesAsync(int first, int count) =>
        await File.AppendAllLinesAsync(_folder.File("in.txt"), Enumerable.Range(first, count).Select(n => n.ToString("D40", CultureInfo.InvariantCulture)), Cancel);

    private Task CopiedAsync(Worker worker) => WaitForOutputAsync(worker, new FileInfo(_folder.File("in.txt")).Length);

    private Task WaitForOutputAsync(Worker worker, long sizeBytes) => Eventually.IsTrueAsync(
        () => File.Exists(_folder.File("out.txt")) && new FileInfo(_folder.File("out.txt")).Length >= sizeBytes,
        $"the copy has {sizeBytes} bytes",
        TimeSpan.FromSeconds(120),
        () => worker.Details);

    private Task WaitForLastLineAsync(Worker worker, int lines) => Eventually.IsTrueAsync(
        () => _folder.LastLine("out.txt", 40) == (lines - 1).ToString("D40", CultureInfo.InvariantCulture),
        "the last line has been copied",
        TimeSpan.FromSeconds(120),
        () => worker.Details);

    private async Task<string> HashAsync(string file)
    {
        await using var stream = File.OpenRead(_folder.File(file));
        return Convert.ToHexString(await SHA256.HashDataAsync(stream, Cancel));
    }
}
