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
