using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Connectors.Files;
using OrleansConnect.Tests.Unit.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Connectors.Files;

public sealed class FileWatchTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly FakeTimeProvider _time = new();
    private readonly FileWatch _watch;

    public FileWatchTests() => _watch = new(Path.Combine(Folder, "file"), _time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Folder => _temp.Path("folder");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_folder_that_was_made_anew_is_watched_anew(bool isMissedFirst)
    {
        Directory.CreateDirectory(Folder);
        await WaitByTimeAsync(10);
        Directory.Delete(Folder);
        if (isMissedFirst)
        {
            await WaitByTimeAsync(1);
        }

        Directory.CreateDirectory(Folder);
        await WaitByTimeAsync(1);

        var waiting = _watch.WaitAsync(isElsewhere: false, Cancellation).AsTask();
        await File.WriteAllTextAsync(Path.Combine(Folder, "file"), "1", Cancellation);

        await waiting.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
    }

    [Fact]
    public async Task Waits_longer_where_every_change_is_told_and_is_told_all_the_same()
    {
        await MakeLocalAsync();
        await WaitByTimeAsync(20);

        var waiting = _watch.WaitAsync(isElsewhere: false, Cancellation).AsTask();
        _time.Advance(TimeSpan.FromSeconds(9));
        var isLong = !waiting.IsCompleted;
        await File.AppendAllTextAsync(Path.Combine(Folder, "file"), "2", Cancellation);

        Assert.True(isLong);
        await waiting.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
    }

    [Fact]
    public async Task Looks_every_second_at_a_file_that_is_changed_through_another_name()
    {
        await MakeLocalAsync();
        using (var link = Process.Start("ln", [Path.Combine(Folder, "file"), _temp.Path("other")]))
        {
            await link.WaitForExitAsync(Cancellation);
        }

        await WaitByTimeAsync(20);

        await WaitByTimeAsync(5, seconds: 1);
    }

    [Fact]
    public async Task Looks_every_second_at_a_file_that_a_link_leads_to()
    {
        await MakeLocalAsync();
        File.Move(Path.Combine(Folder, "file"), Path.Combine(Folder, "target"));
        File.CreateSymbolicLink(Path.Combine(Folder, "file"), Path.Combine(Folder, "target"));
        await WaitByTimeAsync(20);

        await WaitByTimeAsync(5, seconds: 1);
    }

    [Fact]
    public async Task Looks_every_second_at_a_file_that_has_lost_its_name()
    {
        await MakeLocalAsync();
        await WaitByTimeAsync(20, isElsewhere: true);

        await WaitByTimeAsync(5, seconds: 1, isElsewhere: true);
    }

    [Fact]
    public async Task Sees_within_a_second_that_a_folder_that_it_hears_all_of_was_made_anew()
    {
        await MakeLocalAsync();
        await WaitByTimeAsync(20);

        var waiting = _watch.WaitAsync(isElsewhere: false, Cancellation).AsTask();
        Directory.Move(Folder, _temp.Path("away"));
        Directory.CreateDirectory(Folder);
        _time.Advance(TimeSpan.FromSeconds(1));
        await waiting.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);

        await WaitByTimeAsync(1, seconds: 1);
    }

    public void Dispose()
    {
        _watch.Dispose();
        _temp.Dispose();
    }

    private async Task MakeLocalAsync()
    {
        Directory.CreateDirectory(Folder);
        await File.WriteAllTextAsync(Path.Combine(Folder, "file"), "1", Cancellation);
        Assert.SkipUnless(OperatingSystem.IsLinux() && LocalFileSystem.Has(Folder), "The temporary folder is on a file system of the network.");
    }

    private async Task WaitByTimeAsync(int times, int seconds = 10, bool isElsewhere = false)
    {
        for (var time = 0; time < times; time++)
        {
            var waiting = _watch.WaitAsync(isElsewhere, Cancellation).AsTask();
            _time.Advance(TimeSpan.FromSeconds(seconds));
            await Eventually.TrueAsync(() => waiting.IsCompleted, "the time ends the wait");
        }
    }
}
