using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sinks;

namespace OrleansConnect.Connectors.Files;

/// <summary>What lines are appended to, whoever else writes there: a file, a device, or a pipe. Records for a pipe wait while no process reads it.</summary>
/// <param name="file">Null for standard output.</param>
/// <param name="task">Whose it is, for errors.</param>
internal sealed class AppendedFile(string? file, string task) : IDisposable
{
    private static readonly SemaphoreSlim StandardOutput = new(1);

    // Null while no process reads the pipe.
    private LineWriter? _writer;

    // Null for standard output, for devices that all processes share (nobody is to wait for who writes to /dev/null), and elsewhere than on Linux.
    private FileLock? _lock;

    public void Open()
    {
        try
        {
            _writer = OpenStream() is { } stream ? new LineWriter(stream) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ConnectException($"Couldn't find or create file '{file}' for FileStreamSinkTask: {error.Message.TrimEnd('.')}. Change 'file', or let the worker write there.", error);
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

    public void Dispose()
    {
        _writer?.Dispose();
        (_writer, _lock) = (null, null);
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

    private static void Append(LineWriter writer, IReadOnlyList<SinkRecord> records)
    {
        for (var i = 0; i < records.Count; i++)
        {
            writer.WriteLine(JavaText.Render(records[i].Value));
        }

        writer.Flush();
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

        _lock = LinuxCalls.Stat(handle) is { IsCharacterDevice: true } ? null : new FileLock(handle, file, task, TimeProvider.System);
        return new FileStream(handle, FileAccess.Write, bufferSize: 0);
    }

    private RetriableException Unread(Exception? cause) =>
        new($"Task '{task}' cannot write to pipe '{file}': no process reads it. Start the one that is to, or change 'file'; the records wait until then.", cause);
}
