using Microsoft.Win32.SafeHandles;

namespace OrleansConnect.Connectors.Files;

/// <summary>
/// The watch of one folder, for everybody in this process who waits for a file in it: the system gives a user few watches (128 on most Linux systems), and each costs a thread
/// that is told of every file in the folder. Where every change is told, one timer sees for all of them that the folder is still the one of that name.
/// </summary>
internal sealed class FolderWatch : IDisposable
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);
    private static readonly Lock WatchesLock = new();
    private static readonly Dictionary<string, FolderWatch> Watches = [];

    private readonly string _folder;
    private readonly SafeFileHandle? _handle;
    private readonly FileState? _state;
    private readonly FileSystemWatcher _watcher;
    private readonly Dictionary<string, List<Action>> _subscribers = [];
    private readonly bool _isLocal;
    private readonly ITimer? _check;
    private volatile bool _hasFailed;

    private FolderWatch(string folder, TimeProvider time)
    {
        _folder = folder;
        _isLocal = LocalFileSystem.Has(folder);

        // As long as it is open, no other folder is given its number.
        _handle = OperatingSystem.IsLinux() ? LinuxCalls.OpenToRead(folder) : null;
        _state = _handle is null ? null : FileState.Of(_handle);
        _watcher = new FileSystemWatcher(folder) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size };
        _watcher.Changed += (_, change) => Tell(change.Name);
        _watcher.Created += (_, change) => Tell(change.Name);
        _watcher.Deleted += (_, change) => Tell(change.Name);
        _watcher.Renamed += (_, change) =>
        {
            Tell(change.OldName);
            Tell(change.Name);
        };
        _watcher.Error += (_, _) => Fail();
        _check = _isLocal ? time.CreateTimer(_ => Check(), null, CheckInterval, CheckInterval) : null;
    }

    /// <summary>Calls back, from any thread, whenever something happens to the file of that name, until what is returned is disposed. Not with every change: those in a row may be told once. When
    /// the watch is at its end, that is told as well.</summary>
    /// <exception cref="IOException">No watch is to be had, mostly because the user has too many.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be watched.</exception>
    public static Subscription Subscribe(string folder, string file, Action onChange, TimeProvider time)
    {
        // The file system is asked without the lock: a network mount that hangs holds up nobody else.
        var state = StateOf(folder);
        lock (WatchesLock)
        {
            if (Find(folder, state) is { } watch)
            {
                return watch.Add(file, onChange);
            }
        }

        var started = Start(folder, time);
        lock (WatchesLock)
        {
            if (Find(folder, started._state) is not { } watch)
            {
                Watches[folder] = started;
                return started.Add(file, onChange);
            }

            started.Dispose();
            return watch.Add(file, onChange);
        }
    }

    public void Dispose()
    {
        _check?.Dispose();
        _watcher.Dispose();
        _handle?.Dispose();
    }

    private static FolderWatch? Find(string folder, FileState? state) => Watches.TryGetValue(folder, out var watch) && watch.IsOf(state) ? watch : null;

    private static FileState? StateOf(string folder) => OperatingSystem.IsLinux() ? FileState.Of(folder) : null;

    // A folder that was removed and made anew is another one, of which a watch hears nothing.
    private bool IsOf(FileState? state) => _state is { } its ? state is { } now && now.IsSameFile(its) : state is null;

    private static FolderWatch Start(string folder, TimeProvider time)
    {
        var watch = new FolderWatch(folder, time);
        try
        {
            watch._watcher.EnableRaisingEvents = true;
            return watch;
        }
        catch
        {
            watch.Dispose();
            throw;
        }
    }

    private Subscription Add(string file, Action onChange)
    {
        if (!_subscribers.TryGetValue(file, out var callbacks))
        {
            _subscribers[file] = callbacks = [];
        }

        callbacks.Add(onChange);
        return new(this, file, onChange);
    }

    private void Remove(string file, Action onChange)
    {
        lock (WatchesLock)
        {
            if (_subscribers.TryGetValue(file, out var callbacks) && callbacks.Remove(onChange) && callbacks.Count == 0)
            {
                _subscribers.Remove(file);
            }

            if (_subscribers.Count > 0)
            {
                return;
            }

            if (Watches.GetValueOrDefault(_folder) == this)
            {
                Watches.Remove(_folder);
            }
        }

        Dispose();
    }

    private void Tell(string? file) => Tell(() => file is not null && _subscribers.TryGetValue(file, out var found) ? found : []);

    // Called back without the lock, so that whoever is told may subscribe or leave.
    private static void Tell(Func<IEnumerable<Action>> find)
    {
        Action[] callbacks;
        lock (WatchesLock)
        {
            callbacks = [.. find()];
        }

        Array.ForEach(callbacks, callback => callback());
    }

    private void Check()
    {
        if (!_hasFailed && !IsOf(StateOf(_folder)))
        {
            Fail();
        }
    }

    // Some changes were too many to be told, or the watch is at its end: nobody new joins it.
    private void Fail() => Tell(() =>
    {
        _hasFailed = true;
        if (Watches.GetValueOrDefault(_folder) == this)
        {
            Watches.Remove(_folder);
        }

        return _subscribers.Values.SelectMany(found => found);
    });

    /// <summary>What <see cref="Subscribe"/> returns.</summary>
    internal sealed class Subscription(FolderWatch watch, string file, Action onChange) : IDisposable
    {
        private bool _isDisposed;

        /// <summary>Whether the watch is at its end.</summary>
        public bool HasFailed => watch._hasFailed;

        /// <summary>Whether every change is told that is made through a name in the folder. Only Linux tells of what is written to a file before it is closed.</summary>
        public bool TellsAll => watch is { _isLocal: true, _hasFailed: false };

        /// <summary>Whether the folder of that name is still the one that is watched; the file system is asked.</summary>
        public bool IsCurrent => !watch._hasFailed && watch.IsOf(StateOf(watch._folder));

        public void Dispose()
        {
            if (!_isDisposed)
            {
                _isDisposed = true;
                watch.Remove(file, onChange);
            }
        }
    }
}
