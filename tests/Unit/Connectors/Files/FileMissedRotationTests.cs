using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Connectors.Files;
using OrleansConnect.Testing;

namespace OrleansConnect.Tests.Unit.Connectors.Files;

/// <summary>What happens to a file while no task reads it.</summary>
public sealed class FileMissedRotationTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly MemoryOffsets _offsets = new();
    private readonly string _file;

    public FileMissedRotationTests() => _file = _folder.Path("in.log");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Finishes_a_file_that_was_renamed_while_no_task_read_it()
    {
        await ReadAsync("a1\n");

        await RotateAsync("a2\na3\n", "b1 is longer than what was read\n");
        await using var source = await StartAsync();
        var records = await source.TakeAsync(3, Cancellation);

        Assert.Equal(["a2", "a3", "b1 is longer than what was read"], records.Select(record => record.Value));
        Assert.Equal([6L, 9L, 32L], records.Select(record => record.SourceOffset!["position"]));
        Assert.Equal(
            $"File '{_file}' was renamed while no task read it. The one that was read up to byte 3 is '{_file}.1' now, and is read to its end first.",
            source.Log.Lines[0].Message);
    }

    [Fact]
    public async Task Goes_on_with_the_renamed_file_after_another_restart()
    {
        await ReadAsync("a1\n");
        await RotateAsync("a2\na3\n", "b1\n");
        await using (var source = await StartAsync())
        {
            await source.TakeAsync(2, Cancellation);
            await source.CommitAsync(1, Cancellation);
        }

        await using var restarted = await StartAsync();

        Assert.Equal(["a3", "b1"], (await restarted.TakeAsync(2, Cancellation)).Select(record => record.Value));
    }

    [Fact]
    public async Task Finishes_a_renamed_file_while_there_is_none_of_its_name()
    {
        await ReadAsync("a1\n");
        await File.AppendAllTextAsync(_file, "a2\n", Cancellation);
        File.Move(_file, _file + ".1");

        await using var source = await StartAsync();
        var old = await source.TakeAsync(1, Cancellation);
        await File.WriteAllTextAsync(_file, "b1\n", Cancellation);

        Assert.Equal(["a2", "b1"], old.Concat(await source.TakeAsync(1, Cancellation)).Select(record => record.Value));
    }

    [Fact]
    public async Task Finds_the_file_that_a_link_led_to_before()
    {
        Directory.CreateDirectory(_folder.Path("logs"));
        await File.WriteAllTextAsync(_folder.Path("logs/monday"), "a1\n", Cancellation);
        File.CreateSymbolicLink(_file, _folder.Path("logs/monday"));
        await ReadAsync(null);

        await File.AppendAllTextAsync(_folder.Path("logs/monday"), "a2\n", Cancellation);
        await File.WriteAllTextAsync(_folder.Path("logs/tuesday"), "b1\n", Cancellation);
        File.Delete(_file);
        File.CreateSymbolicLink(_file, _folder.Path("logs/tuesday"));
        await using var source = await StartAsync();

        Assert.Equal(["a2", "b1"], (await source.TakeAsync(2, Cancellation)).Select(record => record.Value));
    }

    [Fact]
    public async Task Says_that_a_file_which_was_not_read_to_its_end_is_gone()
    {
        await ReadAsync("a1\n");

        await RotateAsync("a2\n", "b1\nb2\n");
        File.Delete(_file + ".1");
        await using var source = await StartAsync();
        var records = await source.TakeAsync(2, Cancellation);

        Assert.Equal(["b1", "b2"], records.Select(record => record.Value));
        var line = Assert.Single(source.Log.Lines);
        Assert.Equal(LogSeverity.Warning, line.Severity);
        Assert.StartsWith($"File '{_file}' is not the one that was read up to byte 3, and that one is not in its folder any more", line.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_the_files_of_rotations_in_between()
    {
        await ReadAsync("a1\n");

        await RotateAsync("", "b1\n");
        File.Move(_file + ".1", _file + ".2");
        await RotateAsync("", "c1\n");
        await using var source = await StartAsync();
        var records = await source.TakeAsync(1, Cancellation);

        Assert.Equal(["c1"], records.Select(record => record.Value));
        Assert.Contains(
            source.Log.Lines, line => line.Severity == LogSeverity.Warning && line.Message.EndsWith($"there were others, which are not read: '{_file}.1'.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Obeys_an_offset_that_does_not_say_of_which_file_it_is()
    {
        await File.WriteAllTextAsync(_file, "a1\na2\n", Cancellation);
        _offsets.Commit(SourcePartition.Of("filename", _file), SourceOffset.Of("position", 3));

        await using var source = await StartAsync();

        Assert.Equal(["a2"], (await source.TakeAsync(1, Cancellation)).Select(record => record.Value));
        Assert.Empty(source.Log.Lines);
    }

    [Fact]
    public async Task Keeps_to_Kafka_Connects_offsets_unless_it_is_told_otherwise()
    {
        await ReadAsync("a1\n");
        await RotateAsync("", "b1\nb2\n");
        await using var source = await StartAsync(tellsIdentity: "false");

        var record = Assert.Single(await source.TakeAsync(1, Cancellation));

        Assert.Equal("b2", record.Value);
        Assert.Equal(SourceOffset.Of("position", 6), record.SourceOffset);
        Assert.Empty(source.Log.Lines);
    }

    public void Dispose() => _folder.Dispose();

    // A task that has read all there is, and is gone.
    private async Task ReadAsync(string? content)
    {
        if (content is not null)
        {
            await File.WriteAllTextAsync(_file, content, Cancellation);
        }

        await using var source = await StartAsync();
        await source.TakeAsync(1, Cancellation);
        await source.CommitAsync(Cancellation);
    }

    private async Task RotateAsync(string end, string next)
    {
        await File.AppendAllTextAsync(_file, end, Cancellation);
        var before = FileState.Of(_file)?.CreatedNs;
        Assert.SkipWhen(before is null, "The file system does not tell when a file was made.");
        File.Move(_file, _file + ".1");
        do
        {
            // Kernels tell the time of creation in ticks of some milliseconds.
            File.Delete(_file);
            await File.WriteAllTextAsync(_file, next, Cancellation);
        }
        while (FileState.Of(_file)?.CreatedNs <= before);
    }

    private Task<SourceTaskHarness> StartAsync(string tellsIdentity = "true") => SourceTaskHarness.StartAsync(
        new FileSourceTask(),
        new Dictionary<string, string> { ["file"] = _file, ["topic"] = "lines", ["offset.identity"] = tellsIdentity },
        new HarnessOptions { Offsets = _offsets },
        Cancellation);
}
