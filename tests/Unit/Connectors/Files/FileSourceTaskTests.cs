using System.Text;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Connectors.Files;
using OrleansConnect.Testing;

namespace OrleansConnect.Tests.Unit.Connectors.Files;

public sealed class FileSourceTaskTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly MemoryOffsets _offsets = new();
    private readonly string _file;

    public FileSourceTaskTests() => _file = _folder.Path("in.txt");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Makes_a_record_of_each_line()
    {
        await File.WriteAllTextAsync(_file, "one\nzwölf\n", Cancellation);

        await using var source = await StartAsync();
        var records = await source.TakeAsync(2, Cancellation);

        Assert.Equal(["one", "zwölf"], Values(records));
        Assert.All(records, record =>
        {
            Assert.Equal("lines", record.Topic);
            Assert.Null(record.Partition);
            Assert.Null(record.Key);
            Assert.Null(record.KeySchema);
            Assert.Same(Schema.String, record.ValueSchema);
            Assert.Equal(SourcePartition.Of("filename", _file), record.SourcePartition);
            Assert.InRange(record.TimestampMs!.Value, 1_700_000_000_000, long.MaxValue);
        });
        Assert.Equal([4L, 11L], records.Select(record => record.SourceOffset!["position"]));
    }

    [Fact]
    public async Task Understands_all_line_ends_and_empty_lines()
    {
        await File.WriteAllTextAsync(_file, "a\r\nb\rc\n\n\r\rd\n\r\n", Cancellation);

        await using var source = await StartAsync();
        var records = await source.TakeAsync(8, Cancellation);

        Assert.Equal(["a", "b", "c", "", "", "", "d", ""], Values(records));
    }

    [Fact]
    public async Task Holds_a_last_line_back_until_it_is_complete()
    {
        await File.WriteAllTextAsync(_file, "whole\nbegun", Cancellation);
        await using var source = await StartAsync();
        var first = await source.TakeAsync(1, Cancellation);
        var idle = await source.PollAsync(Cancellation);

        await File.AppendAllTextAsync(_file, " and ended\n", Cancellation);
        var second = await source.TakeAsync(1, Cancellation);

        Assert.Equal(["whole"], Values(first));
        Assert.Empty(idle);
        Assert.Equal(["begun and ended"], Values(second));
    }

    [Fact]
    public async Task Waits_for_the_byte_after_a_carriage_return()
    {
        await File.WriteAllTextAsync(_file, "a\r", Cancellation);
        await using var source = await StartAsync();
        var idle = await source.PollAsync(Cancellation);

        await File.AppendAllTextAsync(_file, "\nb\r\n", Cancellation);
        var records = await source.TakeAsync(2, Cancellation);

        Assert.Empty(idle);
        Assert.Equal(["a", "b"], Values(records));
    }

    [Fact]
    public async Task Hands_out_an_appended_line_within_milliseconds()
    {
        await File.WriteAllTextAsync(_file, "", Cancellation);
        await using var source = await StartAsync();
        for (var i = 0; i < 7; i++)
        {
            // Afterwards the timer alone would take a second.
            await source.PollAsync(Cancellation);
        }

        var waiting = source.TakeAsync(1, Cancellation);
        var start = TimeProvider.System.GetTimestamp();
        await File.AppendAllTextAsync(_file, "now\n", Cancellation);
        await waiting;

        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds, 0, 300);
    }

    [Fact]
    public async Task Waits_for_a_file_that_does_not_exist_and_says_so_once()
    {
        await using var source = await StartAsync();
        await source.PollAsync(Cancellation);
        await source.PollAsync(Cancellation);

        await File.WriteAllTextAsync(_file, "here\n", Cancellation);
        var records = await source.TakeAsync(1, Cancellation);

        Assert.Equal(["here"], Values(records));
        var line = Assert.Single(source.Log.Lines);
        Assert.Equal($"Couldn't find file {_file} for FileStreamSourceTask, waiting for it to be created", line.Message);
    }

    [Fact]
    public async Task Waits_for_a_folder_that_does_not_exist()
    {
        var file = _folder.Path("later/in.txt");
        await using var source = await StartAsync(file);
        await source.PollAsync(Cancellation);

        Directory.CreateDirectory(_folder.Path("later"));
        await File.WriteAllTextAsync(file, "here\n", Cancellation);

        Assert.Equal(["here"], Values(await source.TakeAsync(1, Cancellation)));
    }

    [Fact]
    public async Task Resumes_at_the_last_committed_byte()
    {
        await File.WriteAllTextAsync(_file, "ä\nö\nü\n", Cancellation);
        await using (var source = await StartAsync())
        {
            await source.TakeAsync(3, Cancellation);
            await source.CommitAsync(2, Cancellation);
        }

        await using var restarted = await StartAsync();
        var records = await restarted.TakeAsync(1, Cancellation);

        Assert.Equal(["ü"], Values(records));
        Assert.Empty(restarted.Log.Lines);
    }

    [Fact]
    public async Task Warns_of_an_offset_within_a_line_and_obeys_it()
    {
        await File.WriteAllTextAsync(_file, "abc\ndef\n", Cancellation);
        _offsets.Commit(SourcePartition.Of("filename", _file), SourceOffset.Of("position", 5));

        await using var source = await StartAsync();
        var records = await source.TakeAsync(1, Cancellation);

        Assert.Equal(["ef"], Values(records));
        Assert.Contains("is not the start of a line", Assert.Single(source.Log.Lines).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_an_offset_that_is_no_number()
    {
        _offsets.Commit(SourcePartition.Of("filename", _file), SourceOffset.Of([new("position", "five")]));

        var error = await Assert.ThrowsAsync<ConnectException>(() => StartAsync());

        Assert.Equal("Offset position is the incorrect type", error.Message);
    }

    [Fact]
    public async Task Ends_a_batch_at_batch_size()
    {
        await File.WriteAllTextAsync(_file, string.Concat(Enumerable.Repeat("x\n", 25)), Cancellation);

        await using var source = await StartAsync(batchSize: 10);
        int[] sizes = [(await source.PollAsync(Cancellation)).Count, (await source.PollAsync(Cancellation)).Count, (await source.PollAsync(Cancellation)).Count];

        Assert.Equal([10, 10, 5], sizes);
    }

    [Fact]
    public async Task Replaces_what_is_not_UTF_8_as_Java_does()
    {
        byte[] bytes =
        [
            0xED, 0xA0, 0x80, (byte)'x', (byte)'\n', 0xED, 0xA0, (byte)'x', (byte)'\n', 0xE2, 0x82, (byte)'\n', 0xF0, 0x9F, 0x98, (byte)'x', (byte)'\n',
            0xC0, 0x80, (byte)'\n', 0xF5, 0x80, 0x80, 0x80, (byte)'\n', 0xF4, 0x90, 0x80, 0x80, (byte)'\n', 0xEF, 0xBB, 0xBF, (byte)'b', (byte)'\n',
            0xED, 0xA0, 0xED, 0x9F, 0xBF, (byte)'\n',
        ];
        await File.WriteAllBytesAsync(_file, bytes, Cancellation);

        await using var source = await StartAsync();
        var records = await source.TakeAsync(9, Cancellation);

        Assert.Equal(
            ["\uFFFDx", "\uFFFDx", "\uFFFD", "\uFFFDx", "\uFFFD\uFFFD", "\uFFFD\uFFFD\uFFFD\uFFFD", "\uFFFD\uFFFD\uFFFD\uFFFD", "\uFEFFb", "\uFFFD\uD7FF"],
            Values(records));
    }

    [Fact]
    public async Task Does_not_open_a_pipe_which_cannot_be_read_again_from_an_offset()
    {
        var pipe = await _folder.MakePipeAsync();

        var error = await Assert.ThrowsAsync<ConnectException>(() => StartAsync(pipe));

        Assert.StartsWith($"Task 'test/0' cannot read file '{pipe}': it is a pipe or a device", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_a_folder_is_no_file()
    {
        Directory.CreateDirectory(_file);

        var error = await Assert.ThrowsAsync<ConnectException>(() => StartAsync());

        Assert.Equal($"Task 'test/0' cannot read file '{_file}': it is a folder. Name a file that the worker may read in 'file'.", error.Message);
    }

    [Fact]
    public async Task Says_that_a_file_may_not_be_read()
    {
        // Everything is allowed to root, except what the kernel itself refuses.
        var file = Environment.IsPrivilegedProcess ? "/sys/bus/cpu/drivers_probe" : _file;
        Assert.SkipUnless(OperatingSystem.IsLinux() && (!Environment.IsPrivilegedProcess || File.Exists(file)), "There is no file here that may not be read.");
        if (file == _file && !OperatingSystem.IsWindows())
        {
            await File.WriteAllTextAsync(_file, "secret\n", Cancellation);
            File.SetUnixFileMode(_file, UnixFileMode.None);
        }

        var error = await Assert.ThrowsAsync<ConnectException>(() => StartAsync(file));

        Assert.Equal($"Task 'test/0' cannot read file '{file}': permission denied. Name a file that the worker may read in 'file'.", error.Message);
    }

    [Fact]
    public async Task Stops_while_it_waits()
    {
        await File.WriteAllTextAsync(_file, "", Cancellation);
        await using var source = await StartAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var polling = source.TakeAsync(1, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => polling);
    }

    [Fact]
    public async Task Reads_through_a_link_and_its_events()
    {
        var target = _folder.Path("target.txt");
        await File.WriteAllTextAsync(target, "one\n", Cancellation);
        File.CreateSymbolicLink(_file, target);

        await using var source = await StartAsync();
        await source.TakeAsync(1, Cancellation);
        await File.AppendAllTextAsync(target, "two\n", Encoding.UTF8, Cancellation);

        Assert.Equal(["two"], Values(await source.TakeAsync(1, Cancellation)));
    }

    [Fact]
    public async Task Reads_a_file_that_says_it_is_empty_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has /proc.");
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await using var source = await StartAsync("/proc/sys/kernel/ostype");

        Assert.Equal(["Linux"], Values(await source.TakeAsync(1, Cancellation)));
        enough.CancelAfter(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await source.TakeAsync(1, enough.Token));
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<object?> Values(IEnumerable<SourceRecord> records) => records.Select(record => record.Value);

    private Task<SourceTaskHarness> StartAsync(string? file = null, int batchSize = 2000) => SourceTaskHarness.StartAsync(
        new FileSourceTask(),
        new Dictionary<string, string> { ["file"] = file ?? _file, ["topic"] = "lines", ["batch.size"] = $"{batchSize}" },
        new HarnessOptions { Offsets = _offsets },
        Cancellation);
}
