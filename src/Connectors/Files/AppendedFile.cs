using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sinks;

namespace OrleansConnect.Connectors.Files;

/// <summary>What lines are appended to, whoever else writes there: a file, a device, or a pipe. Records for a pipe wait while no process reads it.</summary>
/// <param name="file">Null for standard output.</param>
/// <param name="task">Whose it is, for errors.</param>
internal sealed class AppendedFile(string? file, string task) : IDisposable
{
    // Null while no process reads the pipe.
    private LineWriter? _writer;

    public void Open()
    {
        try
        {
            _writer = OpenStream() is { } stream ? new LineWriter(stream) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ConnectException($"Couldn't find or create file '{file}' for FileStreamSinkTask", error);
        }
    }

    /// <summary>Writes records. They are with the operating system when it returns.</summary>
    /// <exception cref="RetriableException">No process reads the pipe.</exception>
    public void Put(IReadOnlyList<SinkRecord> records)
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
            Append(_writer ?? throw Unread(null), records);
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
        _writer = null;
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
        return !OperatingSystem.IsLinux() ? new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0)
            : LinuxCalls.OpenToAppend(file) is { } handle ? new FileStream(handle, FileAccess.Write, bufferSize: 0)
            : null;
    }

    private RetriableException Unread(Exception? cause) =>
        new($"Task '{task}' cannot write to pipe '{file}': no process reads it. Start the one that is to, or change 'file'; the records wait until then.", cause);
}
