using OrleansConnect.Connectors.Files;
using OrleansConnect.Tests.Unit.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Connectors.Files;

public sealed class FolderWatchTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_is_told_of_its_own_file()
    {
        var (first, second) = (new Count(), new Count());
        using var one = FolderWatch.Subscribe(_folder.Path(""), "one", first.Add);
        using var two = FolderWatch.Subscribe(_folder.Path(""), "two", second.Add);

        await File.WriteAllTextAsync(_folder.Path("one"), "1", Cancellation);
        await Eventually.TrueAsync(() => first.Value > 0, "the first is told");
        Assert.Equal(0, second.Value);

        one.Dispose();
        File.Move(_folder.Path("one"), _folder.Path("two"));
        await Eventually.TrueAsync(() => second.Value > 0, "the second is told of a file that was given its name");
    }

    [Fact]
    public async Task A_folder_that_was_made_anew_is_watched_anew()
    {
        var (before, after) = (new Count(), new Count());
        var folder = _folder.Path("folder");
        Directory.CreateDirectory(folder);
        using var old = FolderWatch.Subscribe(folder, "file", before.Add);
        Directory.Move(folder, _folder.Path("away"));
        Directory.CreateDirectory(folder);

        using var subscription = FolderWatch.Subscribe(folder, "file", after.Add);
        await File.WriteAllTextAsync(Path.Combine(folder, "file"), "1", Cancellation);

        await Eventually.TrueAsync(() => after.Value > 0, "the new folder is watched");
    }

    public void Dispose() => _folder.Dispose();

    private sealed class Count
    {
        private int _value;

        public int Value => Volatile.Read(ref _value);

        public void Add() => Interlocked.Increment(ref _value);
    }
}
