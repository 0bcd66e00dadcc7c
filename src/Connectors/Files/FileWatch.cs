namespace OrleansConnect.Connectors.Files;

/// <summary>
/// Waits for a file to change: an event of the file system ends the wait within milliseconds. Because some file systems have no events, and a watch may be lost or
/// refused, a timer ends it too, after a pause that grows from 10 ms to a second while nothing happens. Where all changes are told it is a second, and then ten. A folder that was removed and
/// made anew is watched anew.
/// </summary>
internal sealed class FileWatch : IDisposable
{
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ToldPauseMax = TimeSpan.FromSeconds(10);

    // 10 ms doubled so often are more than a second.
    private const int LooksToMax = 7;

    private readonly string _path;
    private readonly SemaphoreSlim _signal = new(0);
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private FolderWatch.Subscription? _subscription;
    private bool _isRefused;

    // Since something was read.
    private int _looks;

    public FileWatch(string path, TimeProvider time)
    {
        (_path, _time) = (path, time);
        _timer = time.CreateTimer(_ => Signal(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The file itself, of which events tell, and not of a link to it.</summary>
    public static string TargetOf(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return path;
        }
    }

    /// <summary>Something was read: look again soon.</summary>
    public void OnActivity() => _looks = 0;

    /// <summary>Waits for a change, or for the time after which to look without one.</summary>
    /// <param name="isElsewhere">Whether the file that is read has lost its name, so that what is appended to it is not told.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask WaitAsync(bool isElsewhere, CancellationToken cancellationToken)
    {
        Watch();
        _timer.Change(Pause(isElsewhere), Timeout.InfiniteTimeSpan);
        await _signal.WaitAsync(cancellationToken);
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _looks++;
    }

    public void Dispose()
    {
        // The signal stays: an event that is on its way may still set it, and it holds nothing that has to be closed.
        _subscription?.Dispose();
        _timer.Dispose();
    }

    private TimeSpan Pause(bool isElsewhere)
    {
        if (_looks > 0 && !isElsewhere && IsToldOfAll())
        {
            return _looks == 1 ? PauseMax : ToldPauseMax;
        }

        return _looks < LooksToMax ? PauseMin * (1 << _looks) : PauseMax;
    }

    private void Watch()
    {
        // Asked only while nothing happens: as long as there are events, the folder is the right one.
        if (_subscription is { } ended && (ended.HasFailed || (_looks > 0 && !ended.IsCurrent)))
        {
            ended.Dispose();
            _subscription = null;
        }

        if (_subscription is not null || _isRefused)
        {
            return;
        }

        var target = TargetOf(_path);
        if (Path.GetDirectoryName(target) is not { } folder || !Directory.Exists(folder))
        {
            return;
        }

        try
        {
            _subscription = FolderWatch.Subscribe(folder, Path.GetFileName(target), Signal, _time);

            // What happened since the last look was not told.
            _looks = 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or PlatformNotSupportedException)
        {
            // The timer does.
            _isRefused = true;
        }
    }

    // A folder's watch is not told of what is done through a name elsewhere: another one of the file, the link that leads to it, or what was mounted over it.
    private bool IsToldOfAll()
    {
        if (_subscription is not { TellsAll: true } || TargetOf(_path) != _path)
        {
            return false;
        }

        return LinuxCalls.Stat(_path) is not { } file
            || (file.Names <= 1 && LinuxCalls.Stat(Path.GetDirectoryName(_path) ?? "/") is { } folder && file.IsOnMountOf(folder));
    }

    private void Signal()
    {
        if (_signal.CurrentCount == 0)
        {
            _signal.Release();
        }
    }
}
