using System.Globalization;
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
        using var one = FolderWatch.Subscribe(_folder.Path(""), "one", first.Add, TimeProvider.System);
        using var two = FolderWatch.Subscribe(_folder.Path(""), "two", second.Add, TimeProvider.System);

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
        using var old = FolderWatch.Subscribe(folder, "file", before.Add, TimeProvider.System);
        Directory.Move(folder, _folder.Path("away"));
        Directory.CreateDirectory(folder);

        using var subscription = FolderWatch.Subscribe(folder, "file", after.Add, TimeProvider.System);
        await File.WriteAllTextAsync(Path.Combine(folder, "file"), "1", Cancellation);

        await Eventually.TrueAsync(() => after.Value > 0, "the new folder is watched");
    }

    [Fact]
    public async Task Everybody_is_told_when_changes_were_too_many_to_be_told()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "How many are too many is known of Linux.");
        var most = int.Parse(await File.ReadAllTextAsync("/proc/sys/fs/inotify/max_queued_events", Cancellation), CultureInfo.InvariantCulture);
        Assert.SkipUnless(most <= 100_000, "Too many changes are too many for a test here.");
        var begun = new TaskCompletionSource();
        var goOn = new ManualResetEventSlim();
        var told = new Count();
        using var slow = FolderWatch.Subscribe(_folder.Path(""), "slow", () => Block(begun, goOn), TimeProvider.System);
        using var other = FolderWatch.Subscribe(_folder.Path(""), "other", told.Add, TimeProvider.System);

        await File.WriteAllTextAsync(_folder.Path("slow"), "1", Cancellation);
        await begun.Task.WaitAsync(Cancellation);
        for (var i = 0; i <= most; i++)
        {
            await File.Create(_folder.Path("many")).DisposeAsync();
            File.Delete(_folder.Path("many"));
        }

        goOn.Set();

        await Eventually.TrueAsync(() => told.Value > 0, "who waits for another file is told");
        Assert.True(other.HasFailed);
        static void Block(TaskCompletionSource begun, ManualResetEventSlim goOn)
        {
            begun.TrySetResult();
            goOn.Wait(TimeSpan.FromSeconds(60), CancellationToken.None);
        }
    }

    public void Dispose() => _folder.Dispose();

    private sealed class Count
    {
        private int _value;

        public int Value => Volatile.Read(ref _value);

        public void Add() => Interlocked.Increment(ref _value);
    }
}
