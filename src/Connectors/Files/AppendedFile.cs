using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sinks;

namespace OrleansConnect.Connectors.Files;

/// <summary>What lines are appended to, whoever else writes there: a file, a device, or a pipe. Records for a pipe wait while no process reads it.</summary>
/// <param name="file">Null for standard output.</param>
/// <param name="task">Whose it is, for errors.</param>
/// <param name="log">Is told of what is found at the file's end, and of another file in its place.</param>
internal sealed class AppendedFile(string? file, string task, IPluginLog log) : IDisposable
{
    private static readonly SemaphoreSlim StandardOutput = new(1);

    // Null while no process reads the pipe.
    private LineWriter? _writer;

    // Null for standard output, for devices that all processes share (nobody is to wait for who writes to /dev/null), and elsewhere than on Linux.
    private FileLock? _lock;

    // Null for all but regular files of Linux: elsewhere there is no lock either.
    private FileEnd? _end;

    // Between a rename and what comes after it, as while logs are rotated, there may be no file, or none that may be written.
    private bool _hasMoved;

    public void Open()
    {
        try
        {
            _writer = OpenStream() is { } stream ? new LineWriter(stream) : null;
            _hasMoved = false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            var text = $"Couldn't find or create file '{file}' for FileStreamSinkTask: {error.Message.TrimEnd('.')}. Change 'file', or let the worker write there.";
            throw _hasMoved ? new RetriableException(text, error) : new ConnectException(text, error);
        }
    }

    /// <summary>Writes records. They are with the operating system when it returns. Waits while another task writes to the same file: lines do not mix.</summary>
    /// <exception cref="RetriableException">No process reads the pipe, or somebody else keeps the file locked.</exception>
    public void Put(IReadOnlyList<SinkRecord> records, CancellationToken cancellationToken)
    {
        if (records.Count == 0)
        {
            return;
        }

        if (_writer is null)
        {
            Open();
        }

        try
        {
            AppendAlone(_writer ?? throw Unread(null), records, cancellationToken);
        }
        catch (IOException error) when (error.HResult == LinuxCalls.BrokenPipe)
        {
            Dispose();
            throw Unread(error);
        }
    }

    /// <summary>Lets go of a file that has lost its name: what comes next is written to the one that has it then.</summary>
    /// <returns>Whether what was written before may be in no file any more.</returns>
    public bool LetGoIfMoved()
    {
        if (_end is not { HasItsName: false } end)
        {
            return false;
        }

        var isRenamed = end.HasAnotherName;
        if (isRenamed)
        {
            log.Write(LogSeverity.Warning, $"File '{file}' was renamed. What was written is in the renamed file; what comes next is written to file '{file}', which is made if there is none.");
        }

        Dispose();
        _hasMoved = true;
        return !isRenamed;
    }

    public void Dispose()
    {
        _end?.Dispose();
        _writer?.Dispose();
        (_writer, _lock, _end) = (null, null, null);
    }

    // What is longer than the buffer, or than a pipe takes at once, is written in parts. The other task may be one that was given up and waits for a reader: it comes first, and what it had
    // comes again.
    private void AppendAlone(LineWriter writer, IReadOnlyList<SinkRecord> records, CancellationToken cancellationToken)
    {
        var fileLock = _lock;
        if (file is null)
        {
            StandardOutput.Wait(cancellationToken);
        }
        else
        {
            fileLock?.Take(cancellationToken);
        }

        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            Append(writer, records);
        }
        finally
        {
            if (file is null)
            {
                StandardOutput.Release();
            }
            else
            {
                fileLock?.Release();
            }
        }
    }

    // A batch that fails comes again, whole.
    private void Append(LineWriter writer, IReadOnlyList<SinkRecord> records)
    {
        writer.BeginBatch();
        _end?.BeginBatch();
        try
        {
            for (var i = 0; i < records.Count; i++)
            {
                writer.WriteLine(JavaText.Render(records[i].Value));
            }

            writer.Flush();
        }
        catch
        {
            _end?.TakeBack(writer);
            throw;
        }
    }

    private Stream? OpenStream()
    {
        if (file is null)
        {
            return Console.OpenStandardOutput();
        }

        // .NET's own append mode remembers an end that other tasks, other silos and log rotation move.
        if (!OperatingSystem.IsLinux())
        {
            return new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }

        if (LinuxCalls.OpenToAppend(file) is not { } handle)
        {
            return null;
        }

        var state = LinuxCalls.Stat(handle);
        _lock = state is { IsCharacterDevice: true } ? null : new FileLock(handle, file, task, TimeProvider.System);
        _end = state is { IsRegular: true } ? new FileEnd(handle, file, log) : null;
        return new FileStream(handle, FileAccess.Write, bufferSize: 0);
    }

    private RetriableException Unread(Exception? cause) =>
        new($"Task '{task}' cannot write to pipe '{file}': no process reads it. Start the one that is to, or change 'file'; the records wait until then.", cause);
}
