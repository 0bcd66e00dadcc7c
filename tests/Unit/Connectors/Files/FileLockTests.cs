using Microsoft.Extensions.Time.Testing;
using Microsoft.Win32.SafeHandles;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Connectors.Files;

namespace OrleansConnect.Tests.Unit.Connectors.Files;

public sealed class FileLockTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<SafeFileHandle> _handles = [];
    private readonly string _file;

    public FileLockTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Files are locked on Linux only.");
        _file = _folder.Path("out.txt");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_had_by_one_after_the_other()
    {
        var (one, other) = (Create("one/0"), Create("other/0"));

        one.Take(Cancellation);
        var waiting = Task.Run(() => other.Take(Cancellation), Cancellation);
        await Task.WhenAny(waiting, Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Cancellation));
        Assert.False(waiting.IsCompleted);
        one.Release();

        await waiting;
    }

    [Fact]
    public async Task Who_waits_for_it_ends_when_it_is_to()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var (one, other) = (Create("one/0"), Create("other/0"));

        one.Take(Cancellation);
        var waiting = Task.Run(() => other.Take(stop.Token), Cancellation);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public void Who_has_waited_for_long_tells_what_to_do_and_may_try_again()
    {
        var one = Create("one/0");
        var other = Create("other/0", new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(3) });

        one.Take(Cancellation);
        var error = Assert.Throws<RetriableException>(() => other.Take(Cancellation));
        one.Release();
        other.Take(Cancellation);

        Assert.Equal(
            $"Task 'other/0' has waited 10 s to write to '{_file}': another program holds a lock on '{_file}', or another task is in the midst of a line. "
            + "End that program, see that what reads a pipe reads on, or change 'file'; the records wait until then.",
            error.Message);
    }

    [Fact]
    public void Is_over_when_its_file_is_closed()
    {
        var (one, other) = (Create("one/0"), Create("other/0"));

        one.Take(Cancellation);
        _handles[0].Dispose();
        one.Release();

        other.Take(Cancellation);
    }

    public void Dispose()
    {
        _handles.ForEach(handle => handle.Dispose());
        _folder.Dispose();
    }

    private FileLock Create(string task, TimeProvider? time = null)
    {
        _handles.Add(LinuxCalls.OpenToAppend(_file) ?? throw new FileNotFoundException(_file));
        return new(_handles[^1], _file, task, time ?? TimeProvider.System);
    }
}
