using Microsoft.Win32.SafeHandles;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Connectors.Files;

/// <summary>
/// Follows a file by name: waits for it to be created, goes back to the start when it was truncated or written anew, and when another file has taken its name reads the old one to
/// its end, then the new one from its start. Where offsets tell which file they are of, that may have happened while nobody followed it: the old one is looked for in its folder.
/// </summary>
internal sealed class TailedFile : ILineInput
{
    private readonly ITaskContext _context;
    private readonly string _path;
    private readonly FileFolder _folder;
    private readonly FileWatch _watch;
    private readonly FileTail _tail = new();
    private SafeFileHandle? _file;
    private FileState _state;
    private IReadOnlyList<KeyValuePair<string, object?>> _identity = [];

    // The file that the position is of, until it was opened or given up.
    private FileIdentity? _sought;
    private bool _saidMissing;
    private bool _isReplaced;

    // Whether the file that is open has lost its name.
    private bool _isElsewhere;

    public TailedFile(string file, FileIdentity? sought, ITaskContext context)
    {
        (_context, _sought) = (context, sought);
        _path = Path.GetFullPath(file);
        _folder = new FileFolder(_path);
        _watch = new FileWatch(_path, context.Time);
    }

    /// <summary>Whether offsets say which file they are of.</summary>
    public bool TellsIdentity { get; init; }

    /// <summary>Opens the file at the position to go on at; false while it does not exist.</summary>
    /// <exception cref="ConnectException">It is none that can be read.</exception>
    public bool TryOpen(LineBuffer lines)
    {
        if (FileState.Of(_path) is { IsRegular: false })
        {
            throw Unreadable(Directory.Exists(_path) ? "it is a folder" : "it is a pipe or a device", null);
        }

        var named = Open(_path);
        _file = _sought is { } sought && lines.Position > 0 ? Find(sought, named, lines) : named;
        if (_file is null)
        {
            SayMissing($"Couldn't find file {_path} for FileStreamSourceTask, waiting for it to be created");
            return false;
        }

        _state = FileState.Of(_file) ?? default;
        _identity = FileOffsets.Of(TellsIdentity ? FileIdentity.Of(_state) : null);
        (_saidMissing, _isReplaced, _isElsewhere, _sought) = (false, false, false, null);
        CheckPosition(_file, lines);
        return true;
    }

    public SourceOffset? OffsetAt(long positionBytes) => FileOffsets.At(positionBytes, _identity);

    public bool Fill(LineBuffer lines)
    {
        if (_file is null && !TryOpen(lines))
        {
            return false;
        }

        var space = lines.Space();
        var count = Read(space, lines.ReadPosition);

        // After the read: what was read of a file that still is the same belongs to it.
        if (IsWrittenAnew(lines.ReadPosition))
        {
            Warn($"File '{_path}' was truncated and written anew: other bytes stand before byte {lines.ReadPosition}, up to which it was read. Reading it from its start.");
            Restart(lines);
            return true;
        }

        if (count == 0)
        {
            return AtEnd(lines);
        }

        _tail.Append(space[..count]);
        lines.Append(count);
        _watch.OnActivity();
        return true;
    }

    public ValueTask WaitAsync(CancellationToken cancellationToken) => _watch.WaitAsync(_isElsewhere, cancellationToken);

    public void Dispose()
    {
        _watch.Dispose();
        _file?.Dispose();
    }

    private SafeFileHandle? Open(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (DirectoryNotFoundException e) when (FileAbove(path) is { } above)
        {
            throw Unreadable($"'{above}' is no folder", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException e)
        {
            throw Unreadable(Directory.Exists(path) ? "it is a folder" : "permission denied", e, path);
        }
        catch (IOException e)
        {
            throw Unreadable(e.Message, e, path);
        }
    }

    // The file that the position is of, which may have another name by now, or else the one that has the name, from its start.
    private SafeFileHandle? Find(FileIdentity sought, SafeFileHandle? named, LineBuffer lines)
    {
        if (named is not null && (FileIdentity.Of(FileState.Of(named)) ?? sought) == sought)
        {
            return named;
        }

        // While no file has the name, the folder is looked through once.
        if ((named is not null || !_saidMissing) && _folder.Find(sought) is { } path && Open(path) is { } found)
        {
            _context.Log.Write(
                LogSeverity.Information,
                $"File '{_path}' was renamed while no task read it. The one that was read up to byte {lines.Position} is '{path}' now, and is read to its end first.");
            SaySkipped(sought, named);
            named?.Dispose();
            return found;
        }

        if (named is not null)
        {
            Warn(
                $"File '{_path}' is not the one that was read up to byte {lines.Position}, and that one is not in its folder any more: its lines behind that byte, if there were any, are not read. "
                + "Reading the file that has the name now from its start.");
            SaySkipped(sought, named);
            lines.Reset(0);
        }

        return named;
    }

    private void CheckPosition(SafeFileHandle file, LineBuffer lines)
    {
        _tail.Clear();
        var position = lines.Position;
        if (position == 0)
        {
            return;
        }

        if (EndsBefore(file, _state.LengthBytes, position))
        {
            Warn($"File '{_path}' has {_state.LengthBytes} bytes, fewer than the offset {position} to go on at: it was truncated or replaced. Reading it from its start.");
            lines.Reset(0);
            return;
        }

        _tail.Load(file, position);
        if (_tail.Last is not (null or (byte)'\n' or (byte)'\r'))
        {
            Warn($"The offset {position} to go on at in file '{_path}' is not the start of a line: the file was replaced, or the offset was set by hand or counts characters.");
        }
    }

    // Files that a kernel makes up as they are read, those of /proc, say that they are empty.
    private static bool EndsBefore(SafeFileHandle file, long lengthBytes, long position)
    {
        Span<byte> last = stackalloc byte[1];
        return lengthBytes < position && RandomAccess.Read(file, last, position - 1) == 0;
    }

    // The length of what a kernel makes up says nothing, and its bytes change all the time. Fill has opened the file.
    private bool IsWrittenAnew(long position)
    {
        try
        {
            return _tail.IsOverwritten(_file!, position) && RandomAccess.GetLength(_file!) >= position;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(e.Message, e);
        }
    }

    private int Read(Span<byte> space, long position)
    {
        try
        {
            // Fill has opened the file.
            return RandomAccess.Read(_file!, space, position);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(e.Message, e);
        }
    }

    private bool AtEnd(LineBuffer lines)
    {
        // Fill has opened the file.
        var length = RandomAccess.GetLength(_file!);
        if (EndsBefore(_file!, length, lines.ReadPosition))
        {
            Warn($"File '{_path}' was truncated: it has {length} bytes, and {lines.ReadPosition} were read. Reading it from its start.");
            Restart(lines);
            return true;
        }

        var state = FileState.Of(_path);
        _isElsewhere = state?.IsSameFile(_state) != true;
        if (state is not { } named)
        {
            SayMissing($"File '{_path}' was removed or renamed. Waiting for another one of that name.");
            return false;
        }

        // An empty file says that its writer has not moved to it yet.
        if (!_isElsewhere || named.LengthBytes == 0)
        {
            return false;
        }

        return MoveOn(lines);
    }

    // One step a call: read the old file once more, for what came before it was replaced; hand out its last line, which will never get an end; open the new one.
    private bool MoveOn(LineBuffer lines)
    {
        if (!_isReplaced)
        {
            _isReplaced = true;
        }
        else if (lines.HasRest)
        {
            lines.Complete();
        }
        else
        {
            _context.Log.Write(LogSeverity.Information, $"File '{_path}' was replaced by another one, which is read from its start. The old one was read to its end, byte {lines.Position}.");
            _file?.Dispose();
            _file = null;
            lines.Reset(0);
        }

        return true;
    }

    private void Restart(LineBuffer lines)
    {
        _tail.Clear();
        lines.Reset(0);
    }

    // A file where the path has a folder: nobody can create what is named below it.
    private static string? FileAbove(string path)
    {
        var above = Path.GetDirectoryName(path);
        while (above is not null && !Path.Exists(above))
        {
            above = Path.GetDirectoryName(above);
        }

        return File.Exists(above) ? above : null;
    }

    private void SaySkipped(FileIdentity read, SafeFileHandle? named)
    {
        if (named is not null && FileIdentity.Of(FileState.Of(named)) is { } next && _folder.Between(read, next) is { Count: > 0 } skipped)
        {
            Warn($"Between the file that was read and the one that is called '{_path}' now, there were others, which are not read: '{string.Join("', '", skipped)}'.");
        }
    }

    private void SayMissing(string message)
    {
        if (!_saidMissing)
        {
            _saidMissing = true;
            Warn(message);
        }
    }

    private void Warn(string message) => _context.Log.Write(LogSeverity.Warning, message);

    private ConnectException Unreadable(string reason, Exception? cause, string? path = null) => new(
        $"Task '{_context.Connector}/{_context.Task}' cannot read file '{path ?? _path}': {reason.TrimEnd('.')}. Name a file that the worker may read in 'file'.", cause);
}
