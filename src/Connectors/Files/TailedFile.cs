using Microsoft.Win32.SafeHandles;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Connectors.Files;

/// <summary>
/// Follows a file by name: waits for it to be created, goes back to the start when it was truncated or written anew, and when another file has taken its name reads the old one to
/// its end, then the new one from its start.
/// </summary>
internal sealed class TailedFile : ILineInput
{
    private readonly ITaskContext _context;
    private readonly string _path;
    private readonly FileWatch _watch;
    private readonly FileTail _tail = new();
    private SafeFileHandle? _file;
    private FileState _state;
    private bool _saidMissing;
    private bool _isReplaced;

    public TailedFile(string file, ITaskContext context)
    {
        _context = context;
        _path = Path.GetFullPath(file);
        _watch = new FileWatch(_path, context.Time);
    }

    /// <summary>Opens the file at the position to go on at; false while it does not exist.</summary>
    /// <exception cref="ConnectException">It is none that can be read.</exception>
    public bool TryOpen(LineBuffer lines)
    {
        if (FileState.Of(_path) is { IsRegular: false })
        {
            throw Unreadable(Directory.Exists(_path) ? "it is a folder" : "it is a pipe or a device", null);
        }

        try
        {
            _file = File.OpenHandle(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (DirectoryNotFoundException e) when (FileAbove(_path) is { } above)
        {
            throw Unreadable($"'{above}' is no folder", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            SayMissing($"Couldn't find file {_path} for FileStreamSourceTask, waiting for it to be created");
            return false;
        }
        catch (UnauthorizedAccessException e)
        {
            throw Unreadable(Directory.Exists(_path) ? "it is a folder" : "permission denied", e);
        }
        catch (IOException e)
        {
            throw Unreadable(e.Message, e);
        }

        _state = FileState.Of(_file) ?? default;
        (_saidMissing, _isReplaced) = (false, false);
        CheckPosition(_file, lines);
        return true;
    }

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

    public ValueTask WaitAsync(CancellationToken cancellationToken) => _watch.WaitAsync(cancellationToken);

    public void Dispose()
    {
        _watch.Dispose();
        _file?.Dispose();
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

        if (FileState.Of(_path) is not { } named)
        {
            SayMissing($"File '{_path}' was removed or renamed. Waiting for another one of that name.");
            return false;
        }

        // An empty file says that its writer has not moved to it yet.
        if (named.IsSameFile(_state) || named.LengthBytes == 0)
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

    private void SayMissing(string message)
    {
        if (!_saidMissing)
        {
            _saidMissing = true;
            Warn(message);
        }
    }

    private void Warn(string message) => _context.Log.Write(LogSeverity.Warning, message);

    private ConnectException Unreadable(string reason, Exception? cause) => new(
        $"Task '{_context.Connector}/{_context.Task}' cannot read file '{_path}': {reason.TrimEnd('.')}. Name a file that the worker may read in 'file'.", cause);
}
