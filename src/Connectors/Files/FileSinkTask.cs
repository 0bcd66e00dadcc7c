using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sinks;

namespace OrleansConnect.Connectors.Files;

/// <summary>Appends lines. Each batch is with the operating system when <see cref="PutAsync"/> returns, so that readers see it at once.</summary>
internal sealed class FileSinkTask : SinkTask
{
    private string _task = "";
    private string? _file;
    private LineWriter? _writer;

    public override ValueTask StartAsync(ISinkTaskContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        _task = $"{context.Connector}/{context.Task}";
        _file = FileSinkConfig.From(settings).File;
        _writer = new LineWriter(_file is null ? Console.OpenStandardOutput() : Open(_file));
        return ValueTask.CompletedTask;
    }

    public override ValueTask PutAsync(IReadOnlyList<SinkRecord> records, CancellationToken cancellationToken)
    {
        // StartAsync has made it.
        var writer = _writer!;
        try
        {
            for (var i = 0; i < records.Count; i++)
            {
                writer.WriteLine(JavaText.Of(records[i].Value));
            }

            writer.Flush();
        }
        catch (IOException e)
        {
            throw new ConnectException($"Task '{_task}' cannot write to {Target}: {e.Message.TrimEnd('.')}. Make room or change 'file', then restart the task.", e);
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _writer?.Dispose();
        return base.DisposeAsync();
    }

    private string Target => _file is null ? "standard output" : $"file '{_file}'";

    private static FileStream Open(string file)
    {
        try
        {
            // .NET's own append mode remembers an end that other tasks, other silos and log rotation move.
            return OperatingSystem.IsLinux()
                ? new FileStream(LinuxCalls.OpenToAppend(file), FileAccess.Write, bufferSize: 0)
                : new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ConnectException($"Couldn't find or create file '{file}' for FileStreamSinkTask", e);
        }
    }
}
