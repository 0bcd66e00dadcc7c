using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Connectors.Files;
using OrleansConnect.Testing;

namespace OrleansConnect.Tests.Unit.Connectors.Files;

public sealed class FileRotationTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly MemoryOffsets _offsets = new();
    private readonly string _file;

    public FileRotationTests() => _file = _folder.Path("in.log");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Finishes_a_renamed_file_before_it_starts_the_new_one()
    {
        await File.WriteAllTextAsync(_file, "a1\n", Cancellation);
        await using var source = await StartAsync();
        var first = await source.TakeAsync(1, Cancellation);

        File.Move(_file, _folder.Path("in.log.1"));
        await File.AppendAllTextAsync(_folder.Path("in.log.1"), "a2\n", Cancellation);
        await File.WriteAllTextAsync(_file, "b1\nb2\n", Cancellation);
        var rest = await source.TakeAsync(3, Cancellation);

        Assert.Equal(["a1", "a2", "b1", "b2"], first.Concat(rest).Select(record => record.Value));
        Assert.Equal([6L, 3L, 6L], rest.Select(record => record.SourceOffset!["position"]));
        Assert.Contains(source.Log.Lines, line => line.Message.Contains("was replaced by another one", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stays_with_the_old_file_while_the_new_one_is_empty()
    {
        await File.WriteAllTextAsync(_file, "a1\n", Cancellation);
        await using var source = await StartAsync();
        await source.TakeAsync(1, Cancellation);

        File.Move(_file, _folder.Path("in.log.1"));
        await File.WriteAllTextAsync(_file, "", Cancellation);
        await source.PollAsync(Cancellation);
        await File.AppendAllTextAsync(_folder.Path("in.log.1"), "a2\n", Cancellation);
        var old = await source.TakeAsync(1, Cancellation);
        await File.AppendAllTextAsync(_file, "b1\n", Cancellation);
        var fresh = await source.TakeAsync(1, Cancellation);

        Assert.Equal(["a2", "b1"], old.Concat(fresh).Select(record => record.Value));
    }

    [Fact]
    public async Task Hands_out_the_last_line_of_a_replaced_file_even_without_its_end()
    {
        await File.WriteAllTextAsync(_file, "a1\nbegun", Cancellation);
        await using var source = await StartAsync();
        await source.TakeAsync(1, Cancellation);

        File.Move(_file, _folder.Path("in.log.1"));
        await File.WriteAllTextAsync(_file, "b1\n", Cancellation);
        var rest = await source.TakeAsync(2, Cancellation);

        Assert.Equal(["begun", "b1"], rest.Select(record => record.Value));
        Assert.Equal([8L, 3L], rest.Select(record => record.SourceOffset!["position"]));
    }

    [Fact]
    public async Task Notices_that_a_file_was_deleted_and_made_again()
    {
        await File.WriteAllTextAsync(_file, "same length\n", Cancellation);
        await using var source = await StartAsync();
        await source.TakeAsync(1, Cancellation);

        File.Delete(_file);
        await source.PollAsync(Cancellation);
        await File.WriteAllTextAsync(_file, "SAME LENGTH\n", Cancellation);

        Assert.Equal("SAME LENGTH", Assert.Single(await source.TakeAsync(1, Cancellation)).Value);
    }

    [Fact]
    public async Task Notices_that_a_file_was_truncated()
    {
        await File.WriteAllTextAsync(_file, "a long first line\nbegun", Cancellation);
        await using var source = await StartAsync();
        await source.TakeAsync(1, Cancellation);
        await source.PollAsync(Cancellation);

        await File.WriteAllTextAsync(_file, "short\n", Cancellation);
        var record = Assert.Single(await source.TakeAsync(1, Cancellation));

        Assert.Equal("short", record.Value);
        Assert.Equal(6L, record.SourceOffset!["position"]);
        Assert.Contains(source.Log.Lines, line => line.Message.StartsWith($"File '{_file}' was truncated", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("same length\n", "SAME LENGTH\n", 1)]
    [InlineData("one\n", "another one\nand one more\n", 2)]
    [InlineData("one\nbegun", "one\nnew\nand longer\n", 3)]
    public async Task Notices_that_a_file_was_written_anew_and_is_not_shorter(string first, string second, int lines)
    {
        await File.WriteAllTextAsync(_file, first, Cancellation);
        await using var source = await StartAsync();
        await source.TakeAsync(1, Cancellation);
        await source.PollAsync(Cancellation);

        await File.WriteAllTextAsync(_file, second, Cancellation);
        var records = await source.TakeAsync(lines, Cancellation);

        Assert.Equal(second.Split('\n')[..^1], records.Select(record => record.Value));
        Assert.Contains(source.Log.Lines, line => line.Message.StartsWith($"File '{_file}' was truncated and written anew", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Notices_that_a_long_file_was_written_anew_before_a_restarted_task_had_read_on()
    {
        var before = string.Concat(Enumerable.Range(0, 100).Select(i => $"before {i}\n"));
        await File.WriteAllTextAsync(_file, before, Cancellation);
        _offsets.Commit(SourcePartition.Of("filename", _file), SourceOffset.Of("position", (long)before.Length));
        await using var source = await StartAsync();

        var after = before.Replace("before", "or after", StringComparison.Ordinal);
        await File.WriteAllTextAsync(_file, after, Cancellation);
        var records = await source.TakeAsync(100, Cancellation);

        Assert.Equal(after.Split('\n')[..^1], records.Select(record => record.Value));
    }

    [Fact]
    public async Task Reads_on_behind_the_hole_that_a_writer_leaves_in_a_file_that_was_truncated_beneath_it()
    {
        await using var writer = new FileStream(_file, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        await writer.WriteAsync("one\n"u8.ToArray(), Cancellation);
        await using var source = await StartAsync();
        await source.TakeAsync(1, Cancellation);

        using (var other = File.OpenHandle(_file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            RandomAccess.SetLength(other, 0);
            await writer.WriteAsync("two\n"u8.ToArray(), Cancellation);
        }

        Assert.Equal("two", Assert.Single(await source.TakeAsync(1, Cancellation)).Value);
    }

    [Fact]
    public async Task Starts_anew_when_the_file_became_shorter_than_its_committed_offset()
    {
        await File.WriteAllTextAsync(_file, "a long first line\n", Cancellation);
        await using (var source = await StartAsync())
        {
            await source.TakeAsync(1, Cancellation);
            await source.CommitAsync(Cancellation);
        }

        await File.WriteAllTextAsync(_file, "short\n", Cancellation);
        await using var restarted = await StartAsync();

        Assert.Equal("short", Assert.Single(await restarted.TakeAsync(1, Cancellation)).Value);
        Assert.Contains("fewer than the offset 18", Assert.Single(restarted.Log.Lines).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private Task<SourceTaskHarness> StartAsync() => SourceTaskHarness.StartAsync(
        new FileSourceTask(),
        new Dictionary<string, string> { ["file"] = _file, ["topic"] = "lines" },
        new HarnessOptions { Offsets = _offsets },
        Cancellation);
}
