using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sinks;

namespace OrleansConnect.Connectors.Files;

/// <summary>Writes lines. Each batch is with the operating system when <see cref="PutAsync"/> returns, so that readers see it at once.</summary>
internal sealed class FileSinkTask : SinkTask, IExactlyOnceSinkTask
{
    private readonly HashSet<TopicPartition> _held = [];

    // Those whose records may have been in a file that was removed, until their flush has said so.
    private readonly HashSet<TopicPartition> _lost = [];
    private ISinkTaskContext? _context;
    private string? _file;
    private AppendedFile? _appended;
    private ClaimedFile? _claimed;

    public bool StoresOffsets => _claimed is not null;

    public override ValueTask StartAsync(ISinkTaskContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        _context = context;
        var config = FileSinkConfig.From(settings);
        _file = config.File;
        if (config is { IsExactlyOnce: true, File: { } file })
        {
            _claimed = Write(() => ClaimedFile.At(file, context.Connector));
        }
        else
        {
            _appended = new(_file, $"{context.Connector}/{context.Task}", context.Log);
            _appended.Open();
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyDictionary<TopicPartition, long>> ClaimAsync(
        IReadOnlyCollection<TopicPartition> partitions, long generation, CancellationToken cancellationToken)
    {
        var claimed = Claimed();
        var offsets = Write(() => claimed.Claim(generation, keepsPut: partitions.Count > 0 && !partitions.Any(_held.Contains)));
        if (_held.Count == 0 && claimed.CutBytes > 0)
        {
            _context?.Log.Write(LogSeverity.Information, $"Cut {claimed.CutBytes} bytes off '{_file}' that were written after the last commit; their records come again.");
        }

        _held.UnionWith(partitions);
        return ValueTask.FromResult(offsets);
    }

    public override ValueTask PutAsync(IReadOnlyList<SinkRecord> records, CancellationToken cancellationToken)
    {
        Write(() =>
        {
            if (_claimed is { } claimed)
            {
                claimed.Put(records);
            }
            else if (_appended is { } appended)
            {
                LetGoIfMoved(appended);
                appended.Put(records, cancellationToken);
            }

            return records;
        });
        return ValueTask.CompletedTask;
    }

    public override ValueTask FlushAsync(IReadOnlyDictionary<TopicPartition, long> offsets, CancellationToken cancellationToken)
    {
        if (_claimed is { } claimed)
        {
            Write(() =>
            {
                claimed.Commit(offsets);
                return offsets;
            });
        }
        else if (_appended is { } appended)
        {
            LetGoIfMoved(appended);
            RequireNoneLost(offsets.Keys);
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask CloseAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        _held.ExceptWith(partitions);
        _lost.ExceptWith(partitions);
        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _appended?.Dispose();
        try
        {
            _claimed?.Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ConnectException)
        {
            // The next task finds that the file was not closed, and takes a copy.
            _context?.Log.Write(LogSeverity.Debug, $"'{_file}' was closed, and that could not be noted: {error.Message}");
        }

        return base.DisposeAsync();
    }

    private string Target => _file is null ? "standard output" : $"file '{_file}'";

    private ClaimedFile Claimed() => _claimed ?? throw new InvalidOperationException("The task stores no offsets.");

    private void LetGoIfMoved(AppendedFile appended)
    {
        if (appended.LetGoIfMoved() && _context is { } context)
        {
            _lost.UnionWith(context.Assignment);
            context.RequestCommit();
        }
    }

    // A flush that fails has what was put since the last commit come again. Partitions that are not flushed with it, as when some of them leave, wait for their own.
    private void RequireNoneLost(IEnumerable<TopicPartition> flushed)
    {
        var count = _lost.Count;
        _lost.ExceptWith(flushed);
        if (_lost.Count < count)
        {
            throw new RetriableException(
                $"Task '{_context?.Connector}/{_context?.Task}' found that file '{_file}' was removed or replaced while records were written to it. Those since the last commit are written again, "
                + "to the file that has the name then; what was committed before is gone with the file.");
        }
    }

    private T Write<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConnectException(
                $"Task '{_context?.Connector}/{_context?.Task}' cannot write to {Target}: {e.Message.TrimEnd('.')}. Make room or change 'file', then restart the task.", e);
        }
    }
}
