using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Connectors.Files;
using OrleansConnect.Testing;

namespace OrleansConnect.Tests.Unit.Connectors.Files;

public sealed class FileSinkRotationTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly FileSinkTask _task = new();
    private readonly string _file;
    private SinkTaskHarness? _started;

    public FileSinkRotationTests() => _file = _folder.Path("out.txt");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // InitializeAsync has started it.
    private SinkTaskHarness Sink => _started!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere files are not followed.");
        _started = await SinkTaskHarness.StartAsync(
            _task,
            new Dictionary<string, string> { ["file"] = _file },
            new HarnessOptions { Partitions = [new("test", 0), new("test", 1)] },
            Cancellation);
    }

    [Fact]
    public async Task Goes_on_in_a_new_file_after_a_rename_and_repeats_nothing()
    {
        await Sink.PutValuesAsync(["a"], Cancellation);

        File.Move(_file, _folder.Path("out.txt.1"));
        await Sink.PutValuesAsync(["b"], Cancellation);
        await Sink.CommitAsync(Cancellation);

        Assert.Equal(2, Sink.Committed[new("test", 0)]);
        Assert.Equal(("a\n", "b\n"), (await File.ReadAllTextAsync(_folder.Path("out.txt.1"), Cancellation), await File.ReadAllTextAsync(_file, Cancellation)));
        Assert.StartsWith($"File '{_file}' was renamed.", Assert.Single(Sink.Log.Lines).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waits_while_a_rotation_has_left_nothing_that_can_be_written()
    {
        await Sink.PutValuesAsync(["a"], Cancellation);

        File.Move(_file, _folder.Path("out.txt.1"));
        Directory.CreateDirectory(_file);
        await Assert.ThrowsAsync<RetriableException>(() => Sink.PutValuesAsync(["b"], Cancellation));
        await Assert.ThrowsAsync<RetriableException>(() => Sink.PutValuesAsync(["b"], Cancellation));
        Directory.Delete(_file);
        await Sink.PutValuesAsync(["b"], Cancellation);

        Assert.Equal("b\n", await File.ReadAllTextAsync(_file, Cancellation));
    }

    [Fact]
    public async Task What_was_put_into_a_file_that_was_removed_comes_again_and_is_not_committed_before()
    {
        await Sink.PutValuesAsync(["a"], Cancellation);
        await Sink.CommitAsync(Cancellation);
        await Sink.PutValuesAsync(["b"], Cancellation);

        File.Delete(_file);
        await Sink.PutValuesAsync(["c"], Cancellation);
        var isAskedFor = Sink.CommitIsRequested;
        var error = await Assert.ThrowsAsync<RetriableException>(() => Sink.CommitAsync(Cancellation));
        await Sink.PutValuesAsync(["b", "c"], Cancellation);
        var before = Sink.Committed[new("test", 0)];
        await Sink.CommitAsync(Cancellation);

        Assert.True(isAskedFor);
        Assert.Equal(1, before);
        Assert.StartsWith($"Task 'test/0' found that file '{_file}' was removed or replaced", error.Message, StringComparison.Ordinal);
        Assert.Equal("c\nb\nc\n", await File.ReadAllTextAsync(_file, Cancellation));
    }

    [Fact]
    public async Task A_file_that_another_one_took_the_place_of_is_found_before_offsets_are_committed()
    {
        await Sink.PutValuesAsync(["a"], Cancellation);

        await File.WriteAllTextAsync(_folder.Path("other"), "other\n", Cancellation);
        File.Move(_folder.Path("other"), _file, overwrite: true);
        await Assert.ThrowsAsync<RetriableException>(() => Sink.CommitAsync(Cancellation));
        await Sink.PutValuesAsync(["a"], Cancellation);
        await Sink.CommitAsync(Cancellation);

        Assert.Equal("other\na\n", await File.ReadAllTextAsync(_file, Cancellation));
    }

    [Fact]
    public async Task Each_partition_finds_that_its_records_were_in_the_file_that_was_removed()
    {
        var (first, second) = (Offsets(0), Offsets(1));
        await Sink.PutValuesAsync(["a"], Cancellation);

        File.Delete(_file);
        await Assert.ThrowsAsync<RetriableException>(async () => await _task.PreCommitAsync(first, Cancellation));
        await Assert.ThrowsAsync<RetriableException>(async () => await _task.PreCommitAsync(second, Cancellation));

        Assert.Equal(first, await _task.PreCommitAsync(first, Cancellation));
        static Dictionary<TopicPartition, long> Offsets(int partition) => new() { [new("test", partition)] = 1 };
    }

    [Theory]
    [InlineData("/dev/shm", true)]
    [InlineData("/proc", false)]
    [InlineData("/missing", false)]
    public void A_file_system_is_local_or_not(string folder, bool isLocal) => Assert.Equal(isLocal, LocalFileSystem.Has(folder));

    public async ValueTask DisposeAsync()
    {
        if (_started is { } started)
        {
            await started.DisposeAsync();
        }

        _folder.Dispose();
    }
}
