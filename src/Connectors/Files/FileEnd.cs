using Microsoft.Win32.SafeHandles;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Connectors.Files;

/// <summary>The end of a regular file that batches of lines are appended to, and whether it still has its name. Batches are for who has the file's lock.</summary>
internal sealed class FileEnd : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly IPluginLog _log;
    private readonly FileState? _state;

    // Null for a file that may be written and not read: nothing is known of its end.
    private readonly SafeFileHandle? _reader;
    private long _lengthBytes;
    private bool _saidTorn;

    public FileEnd(SafeFileHandle file, string path, IPluginLog log)
    {
        (_file, _path, _log) = (file, path, log);
        _state = FileState.Of(file);
        _reader = OpenToRead();
    }

    /// <summary>Whether the name still leads to this file.</summary>
    public bool HasItsName => FileState.Of(_path) is { } named && IsMine(named);

    /// <summary>Whether this file surely has another name. Where other machines use the file system, the kernel may give a file that was removed a name of its own.</summary>
    public bool HasAnotherName => FileState.Of(_file) is { Names: > 0 } && LocalFileSystem.Has(Path.GetDirectoryName(Path.GetFullPath(_path)) ?? "/");

    /// <summary>
    /// To be called before a batch. Gives an end to a last line that has none: one that was written in part by somebody who was ended in the midst of it comes again whole, and a text of
    /// somebody else stays as it is.
    /// </summary>
    public void BeginBatch()
    {
        _lengthBytes = RandomAccess.GetLength(_file);
        Span<byte> last = stackalloc byte[1];
        if (_lengthBytes == 0 || _reader is null || RandomAccess.Read(_reader, last, _lengthBytes - 1) == 0 || last[0] == '\n')
        {
            return;
        }

        RandomAccess.Write(_file, "\n"u8, _lengthBytes++);
        if (!_saidTorn)
        {
            _saidTorn = true;
            _log.Write(LogSeverity.Warning, $"The last line of file '{_path}' had no end: who wrote it was interrupted, or left it out. It was given one, so that the next line stands alone.");
        }
    }

    /// <summary>Cuts off what was written of a batch that failed, as long as that is all that was written since it began.</summary>
    public void TakeBack(LineWriter writer)
    {
        try
        {
            var written = _lengthBytes + writer.GivenBytes;
            if (HasAt(written, writer.Failed))
            {
                RandomAccess.SetLength(_file, _lengthBytes);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _log.Write(LogSeverity.Debug, $"What was written of a batch to file '{_path}' could not be taken back: {error.Message}");
        }
    }

    public void Dispose() => _reader?.Dispose();

    private bool IsMine(FileState other) => _state is { } state && state.IsSameFile(other);

    // Whether the file ends there with the beginning of these bytes, none of them or all of them included.
    private bool HasAt(long position, ReadOnlySpan<byte> bytes)
    {
        var count = RandomAccess.GetLength(_file) - position;
        if (count < 0 || count > bytes.Length || _reader is null)
        {
            return false;
        }

        var there = new byte[count];
        return RandomAccess.Read(_reader, there, position) == count && bytes.StartsWith(there);
    }

    private SafeFileHandle? OpenToRead()
    {
        try
        {
            var reader = LinuxCalls.OpenToRead(_path);
            if (FileState.Of(reader) is { } its && IsMine(its))
            {
                return reader;
            }

            reader.Dispose();
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
