using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Connectors.Files;

/// <summary>Hands out the lines of a file or of standard input, one record a line.</summary>
internal sealed class FileSourceTask : SourceTask
{
    // Lines may be long: a batch ends here even if it has fewer than batch.size.
    private const long BatchBytesMax = 8 << 20;

    // About what a record takes besides its text: empty lines are many, and not free.
    private const int RecordBytes = 128;

    private readonly LineBuffer _lines = new();
    private FileSourceConfig _config = new(null, "", 1, false);
    private TimeProvider _time = TimeProvider.System;
    private SourcePartition? _partition;
    private ILineInput? _input;
    private SourceRecord[] _batch = [];

    public override async ValueTask StartAsync(ISourceTaskContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        _config = FileSourceConfig.From(settings);
        _time = context.Time;
        if (_config.File is null)
        {
            _input = new StandardInput(StandardInput.Shared, _lines, _time);
            return;
        }

        _partition = FileOffsets.PartitionOf(_config.File);
        var offset = await context.Offsets.ReadAsync(_partition, cancellationToken);
        _lines.Reset(FileOffsets.PositionOf(offset));
        var file = new TailedFile(_config.File, _config.TellsIdentity ? FileOffsets.IdentityOf(offset) : null, context) { TellsIdentity = _config.TellsIdentity };
        _input = file;

        // A file that cannot be read fails the start, before anybody takes the task for one that runs.
        file.TryOpen(_lines);
    }

    public override async ValueTask<IReadOnlyList<SourceRecord>> PollAsync(CancellationToken cancellationToken)
    {
        // StartAsync has made it.
        var input = _input!;
        var batch = ReadBatch(input, cancellationToken);
        if (batch.Length > 0)
        {
            return batch;
        }

        await input.WaitAsync(cancellationToken);
        return ReadBatch(input, cancellationToken);
    }

    public override ValueTask DisposeAsync()
    {
        _input?.Dispose();
        return base.DisposeAsync();
    }

    // Ends early when the task is to stop, with what it has: standard input does not give it again.
    private SourceRecord[] ReadBatch(ILineInput input, CancellationToken cancellationToken)
    {
        var timestampMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var bytesLeft = BatchBytesMax;
        var count = 0;
        while (count < _config.BatchSize && bytesLeft > 0)
        {
            if (_lines.TryTake(out var line))
            {
                Add(count++, line, input.OffsetAt(_lines.Position), timestampMs);
                bytesLeft -= line.Length + RecordBytes;
            }
            else if (cancellationToken.IsCancellationRequested || !input.Fill(_lines))
            {
                break;
            }
        }

        return HandOut(count);
    }

    private void Add(int index, string line, SourceOffset? offset, long timestampMs)
    {
        if (index == _batch.Length)
        {
            Array.Resize(ref _batch, Math.Min(Math.Max(index * 2, 16), _config.BatchSize));
        }

        _batch[index] = new SourceRecord
        {
            Topic = _config.Topic,
            ValueSchema = Schema.String,
            Value = line,
            TimestampMs = timestampMs,
            SourcePartition = _partition,
            SourceOffset = offset,
        };
    }

    // A full array is handed out as it is; of others a copy, so that a trickle of lines does not cost an array of batch.size each.
    private SourceRecord[] HandOut(int count)
    {
        var records = _batch;
        if (count == records.Length)
        {
            _batch = count == 0 ? records : new SourceRecord[count];
            return records;
        }

        records = _batch.AsSpan(0, count).ToArray();
        Array.Clear(_batch, 0, count);
        return records;
    }
}
