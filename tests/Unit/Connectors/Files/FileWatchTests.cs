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

        var waiting = _watch.WaitAsync(Cancellation).AsTask();
        await File.WriteAllTextAsync(Path.Combine(Folder, "file"), "1", Cancellation);

        await waiting.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
    }

    public void Dispose()
    {
        _watch.Dispose();
        _temp.Dispose();
    }

    private async Task WaitByTimeAsync(int times)
    {
        for (var time = 0; time < times; time++)
        {
            var waiting = _watch.WaitAsync(Cancellation).AsTask();
            _time.Advance(TimeSpan.FromSeconds(1));
            await Eventually.TrueAsync(() => waiting.IsCompleted, "the time ends the wait");
        }
    }
}
