using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Connectors.Files;
using OrleansConnect.Testing;

namespace OrleansConnect.Tests.Unit.Connectors.Files;

/// <summary>The file sink with <c>exactly.once</c>: what a crash at each step, a task that was replaced without knowing, and other people's hands leave behind.</summary>
public sealed class ExactlyOnceFileTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _file;

    public ExactlyOnceFileTests() => _file = _folder.Path("out.txt");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cuts_off_what_was_put_after_the_last_commit()
    {
        await using var crashed = await StartAsync(1);
        await crashed.PutValuesAsync(["a", "b"], Cancellation);
        await crashed.CommitAsync(Cancellation);
        await crashed.PutValuesAsync(["c"], Cancellation);

        await using var next = await StartAsync(2);

        Assert.Equal("a\nb\n", await ReadAsync());
        Assert.Equal(2, next.Positions[new("test", 0)]);
        Assert.Contains(next.Log.Lines, line => line.Message.StartsWith("Cut 2 bytes off", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Shows_each_batch_to_readers_before_it_is_committed()
    {
        await using var sink = await StartAsync(1);

        await sink.PutValuesAsync(["a"], Cancellation);

        Assert.Equal("a\n", await ReadAsync());
    }

    [Fact]
    public async Task Leaves_half_a_commit_alone()
    {
        await using (var crashed = await StartAsync(1))
        {
            await crashed.PutValuesAsync(["a"], Cancellation);
            await crashed.CommitAsync(Cancellation);
        }

        await File.WriteAllTextAsync($"{_file}.offsets.1.tmp", "{\"versi", Cancellation);
        await File.WriteAllTextAsync($"{_file}.offsets.7.tmp", "", Cancellation);
        await using var next = await StartAsync(2);

        Assert.Equal(1, next.Positions[new("test", 0)]);
        Assert.False(File.Exists($"{_file}.offsets.1.tmp"));
    }

    [Fact]
    public async Task A_task_that_was_replaced_writes_to_a_file_that_nobody_sees()
    {
        await using var zombie = await StartAsync(1);
        await zombie.PutValuesAsync(["a"], Cancellation);
        await zombie.CommitAsync(Cancellation);
        await using var next = await StartAsync(2);
        await next.PutValuesAsync(["b"], Cancellation);

        await zombie.PutValuesAsync(["x", "y"], Cancellation);

        await Assert.ThrowsAsync<FencedException>(() => zombie.CommitAsync(Cancellation));
        await zombie.DisposeAsync();
        await next.CommitAsync(Cancellation);
        Assert.Equal("a\nb\n", await ReadAsync());
        Assert.Equal(["out.txt", "out.txt.offsets.2", "out.txt.offsets.lock"], Names().Where(name => !name.EndsWith(".1.tmp", StringComparison.Ordinal)));
        await using var last = await StartAsync(3);
        Assert.Equal(2, last.Positions[new("test", 0)]);
        Assert.Equal(["out.txt", "out.txt.offsets.3", "out.txt.offsets.lock"], Names());
    }

    [Fact]
    public async Task Goes_on_in_the_same_file_only_when_the_one_before_has_closed_it()
    {
        await (await StartAsync(1)).DisposeAsync();
        var first = FileState.Of(_file);
        await using var second = await StartAsync(2);
        Assert.True(FileState.Of(_file)?.IsSameFile(first!.Value));

        await using var third = await StartAsync(3);

        Assert.False(FileState.Of(_file)?.IsSameFile(first!.Value));
    }

    // As when the process ended between the new owner's commit and the copy that it was to write to.
    [Fact]
    public async Task A_claim_that_ended_half_way_is_made_anew()
    {
        await using var crashed = await StartAsync(1);
        await crashed.PutValuesAsync(["a"], Cancellation);
        await crashed.CommitAsync(Cancellation);
        await crashed.PutValuesAsync(["b"], Cancellation);
        var commit = await File.ReadAllTextAsync($"{_file}.offsets.1", Cancellation);
        await File.WriteAllTextAsync($"{_file}.offsets.2", commit.Replace("\"generation\": 1", "\"generation\": 2", StringComparison.Ordinal), Cancellation);
        await File.WriteAllTextAsync($"{_file}.offsets.2.copy.tmp", "half", Cancellation);

        await using var next = await StartAsync(3);

        await crashed.PutValuesAsync(["c"], Cancellation);
        await next.PutValuesAsync(["B"], Cancellation);
        await next.CommitAsync(Cancellation);
        Assert.Equal("a\nB\n", await ReadAsync());
        Assert.Equal(["out.txt", "out.txt.offsets.3", "out.txt.offsets.lock"], Names());
    }

    // As when the disk is full.
    [Fact]
    public async Task A_commit_that_cannot_be_written_leaves_the_one_before()
    {
        await using (var sink = await StartAsync(1))
        {
            await sink.PutValuesAsync(["a"], Cancellation);
            await sink.CommitAsync(Cancellation);
            await sink.PutValuesAsync(["b"], Cancellation);
            Directory.CreateDirectory($"{_file}.offsets.1.tmp");

            var error = await Assert.ThrowsAsync<ConnectException>(() => sink.CommitAsync(Cancellation));

            Assert.StartsWith($"Task 'test/0' cannot write to file '{_file}'", error.Message, StringComparison.Ordinal);
        }

        await using var next = await StartAsync(2);
        Assert.Equal("a\n", await ReadAsync());
        Assert.Equal(1, next.Positions[new("test", 0)]);
    }

    [Fact]
    public async Task Fails_clearly_when_the_file_was_shortened()
    {
        await WriteAsync("a", "b");
        await File.WriteAllTextAsync(_file, "a\n", Cancellation);

        var error = await Assert.ThrowsAsync<ConnectException>(() => StartAsync(2));

        Assert.StartsWith($"'{_file}' has 2 bytes, and had 4 when '{_file}.offsets.1' was written", error.Message, StringComparison.Ordinal);
        Assert.Contains("to write the topics from their beginning, remove both", error.Message, StringComparison.Ordinal);
        Assert.Equal("a\n", await ReadAsync());
    }

    [Fact]
    public async Task Refuses_a_file_that_was_written_otherwise()
    {
        await File.WriteAllTextAsync(_file, "before\n", Cancellation);

        var error = await Assert.ThrowsAsync<ConnectException>(() => StartAsync(1));

        Assert.StartsWith($"'{_file}' has 7 bytes that were not written with 'exactly.once'", error.Message, StringComparison.Ordinal);
        Assert.Equal("before\n", await ReadAsync());
    }

    [Fact]
    public async Task Refuses_what_is_no_regular_file()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        File.CreateSymbolicLink(_file, _folder.Path("folder"));
        Directory.CreateDirectory(_folder.Path("folder"));

        var error = await Assert.ThrowsAsync<ConnectException>(() => StartAsync(1));

        Assert.Contains("is not a regular file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_pipe_in_the_place_of_its_file()
    {
        await WriteAsync();
        File.Delete(_file);
        await _folder.MakePipeAsync(Path.GetFileName(_file));

        var error = await Assert.ThrowsAsync<ConnectException>(() => StartAsync(2));

        Assert.Contains("is not a regular file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_the_file_of_another_connector()
    {
        await WriteAsync("a");

        var error = await Assert.ThrowsAsync<ConnectException>(() => StartAsync(2, connector: "other"));

        Assert.StartsWith($"'{_file}' belongs to connector 'test'.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_commit_that_cannot_be_read()
    {
        await WriteAsync("a");
        await File.WriteAllTextAsync($"{_file}.offsets.1", "{}", Cancellation);

        var error = await Assert.ThrowsAsync<ConnectException>(() => StartAsync(2));

        Assert.StartsWith($"'{_file}.offsets.1' does not say what was written to '{_file}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fails_when_the_file_is_moved_away_under_it_and_goes_on_when_it_is_back()
    {
        await using (var sink = await StartAsync(1))
        {
            await sink.PutValuesAsync(["a"], Cancellation);
            await sink.CommitAsync(Cancellation);
            File.Move(_file, $"{_file}.1");
            await sink.PutValuesAsync(["b"], Cancellation);

            var error = await Assert.ThrowsAsync<ConnectException>(() => sink.CommitAsync(Cancellation));

            Assert.Contains("was moved, replaced or shortened while it was written", error.Message, StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<ConnectException>(() => StartAsync(2));
        File.Move($"{_file}.1", _file);
        await using var next = await StartAsync(3);
        await next.PutValuesAsync(["b"], Cancellation);
        await next.CommitAsync(Cancellation);
        Assert.Equal("a\nb\n", await ReadAsync());
    }

    [Fact]
    public async Task Writes_all_records_of_a_batch_or_none()
    {
        await using var sink = await StartAsync(1);
        await sink.PutValuesAsync(["a"], Cancellation);

        await Assert.ThrowsAnyAsync<Exception>(() => sink.PutValuesAsync(["b", new Unprintable()], Cancellation));
        await sink.PutValuesAsync(["b"], Cancellation);
        await sink.CommitAsync(Cancellation);

        Assert.Equal("a\nb\n", await ReadAsync());
    }

    [Fact]
    public async Task More_partitions_come_without_a_new_start()
    {
        await using var sink = await StartAsync(1);
        await sink.PutValuesAsync(["a"], Cancellation);

        await sink.OpenAsync([new("test", 1)], 2, Cancellation);
        await sink.PutValuesAsync(["b"], Cancellation);
        await sink.CommitAsync(Cancellation);

        Assert.Equal("a\nb\n", await ReadAsync());
        Assert.Equal(["out.txt", "out.txt.offsets.2", "out.txt.offsets.lock"], Names());
    }

    [Fact]
    public async Task A_link_stays_a_link()
    {
        File.CreateSymbolicLink(_file, _folder.Path("real.txt"));
        await using var crashed = await StartAsync(1);
        await crashed.PutValuesAsync(["a"], Cancellation);
        await crashed.CommitAsync(Cancellation);

        await using var next = await StartAsync(2);

        Assert.Equal("a\n", await File.ReadAllTextAsync(_folder.Path("real.txt"), Cancellation));
        Assert.NotNull(new FileInfo(_file).LinkTarget);
    }

    [Fact]
    public async Task Another_process_that_claims_the_file_is_waited_for_and_keeps_nobody_from_a_commit()
    {
        await using var sink = await StartAsync(1);
        await sink.PutValuesAsync(["a"], Cancellation);
        using (new FileStream($"{_file}.offsets.lock", FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            await Assert.ThrowsAsync<RetriableException>(() => StartAsync(2));
            await sink.CommitAsync(Cancellation);
        }

        await using var next = await StartAsync(2);
        Assert.Equal(1, next.Positions[new("test", 0)]);
    }

    [Fact]
    public async Task A_commit_that_comes_after_the_file_was_claimed_counts_for_nobody()
    {
        await using var frozen = await StartAsync(1);
        await frozen.PutValuesAsync(["a", "b"], Cancellation);
        await using var next = await StartAsync(2);
        await next.PutValuesAsync(["a"], Cancellation);
        await next.CommitAsync(Cancellation);

        // It was stopped after it had seen that the file is its own.
        await File.WriteAllTextAsync($"{_file}.offsets.1", (await File.ReadAllTextAsync($"{_file}.offsets.2", Cancellation)).Replace("2", "1", StringComparison.Ordinal), Cancellation);
        await Assert.ThrowsAsync<FencedException>(() => frozen.CommitAsync(Cancellation));

        await using var last = await StartAsync(3);
        Assert.Equal(1, last.Positions[new("test", 0)]);
        Assert.Equal("a\n", await ReadAsync());
        Assert.Equal(["out.txt", "out.txt.offsets.3", "out.txt.offsets.lock"], Names());
    }

    [Fact]
    public async Task Offsets_from_outside_change_no_byte_and_need_no_copy_where_the_task_has_closed_the_file()
    {
        await WriteAsync("a", "b", "c");
        var before = FileState.Of(_file);

        Alter(2, new() { [new("test", 0)] = 1 });
        Alter(3, new() { [new("test", 0)] = 2, [new("test", 1)] = 7, [new("gone", 0)] = null });
        Assert.Equal(["out.txt", "out.txt.offsets.3", "out.txt.offsets.lock"], Names());
        await using (var sink = await StartAsync(4))
        {
            Assert.Equal(2, sink.Positions[new("test", 0)]);
            await sink.PutValuesAsync(["c"], Cancellation);
            await sink.CommitAsync(Cancellation);
        }

        Assert.True(FileState.Of(_file)?.IsSameFile(before!.Value));
        Assert.Equal("a\nb\nc\nc\n", await ReadAsync());
        Assert.Equal(["out.txt", "out.txt.offsets.4", "out.txt.offsets.lock"], Names());
    }

    // It wrote on behind what is committed, and has the file open.
    [Fact]
    public async Task Offsets_from_outside_leave_nothing_of_a_task_that_never_heard_of_them()
    {
        await using var zombie = await StartAsync(1);
        await zombie.PutValuesAsync(["a", "b"], Cancellation);
        await zombie.CommitAsync(Cancellation);
        await zombie.PutValuesAsync(["x"], Cancellation);

        Alter(2, null);
        await zombie.PutValuesAsync(["y"], Cancellation);
        await Assert.ThrowsAsync<FencedException>(() => zombie.CommitAsync(Cancellation));

        await using var next = await StartAsync(3);
        Assert.Equal(0, next.Positions[new("test", 0)]);
        await zombie.DisposeAsync();
        Assert.Equal("a\nb\n", await ReadAsync());
    }

    [Fact]
    public async Task Offsets_from_outside_come_before_the_first_task_and_never_to_a_file_that_was_written_otherwise()
    {
        Alter(1, new() { [new("test", 0)] = 5 });
        await using (var first = await StartAsync(2))
        {
            Assert.Equal(5, first.Positions[new("test", 0)]);
        }

        Assert.StartsWith($"'{_file}' belongs to connector 'test'.", Assert.Throws<ConnectException>(() => Alter(3, null, "other")).Message, StringComparison.Ordinal);
        Array.ForEach(Directory.GetFiles(_folder.Path("")), File.Delete);
        await File.WriteAllTextAsync(_file, "before\n", Cancellation);
        Assert.Contains("bytes that were not written with", Assert.Throws<ConnectException>(() => Alter(3, null)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task WriteAsync(params object?[] values)
    {
        await using var sink = await StartAsync(1);
        await sink.PutValuesAsync(values, Cancellation);
        await sink.CommitAsync(Cancellation);
    }

    private void Alter(long generation, Dictionary<TopicPartition, long?>? offsets, string connector = "test")
    {
        using var file = ClaimedFile.At(_file, connector);
        file.Alter(offsets, generation);
    }

    private string[] Names() => [.. Directory.EnumerateFiles(Path.GetDirectoryName(_file) ?? "").Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    // As other programs read it, while it is open.
    private async Task<string> ReadAsync()
    {
        await using var stream = new FileStream(_file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(Cancellation);
    }

    private Task<SinkTaskHarness> StartAsync(long generation, string connector = "test") => SinkTaskHarness.StartAsync(
        new FileSinkTask(),
        new Dictionary<string, string> { ["file"] = _file, ["exactly.once"] = "true" },
        new HarnessOptions { Generation = generation, Connector = connector },
        Cancellation);

    private sealed class Unprintable
    {
        public override string ToString() => throw new DataException("no text");
    }
}
