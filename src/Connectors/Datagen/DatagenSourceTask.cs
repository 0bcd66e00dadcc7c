using System.Globalization;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Connectors.Datagen;

/// <summary>Makes every n-th record. The source offset counts the records this task has made.</summary>
internal sealed class DatagenSourceTask : SourceTask
{
    private const int BatchSize = 1000;

    // Records may be large: batches of those have fewer.
    private const long BatchBytesMax = 8 << 20;
    private const string OffsetKey = "records";
    private static readonly TimeSpan IdleWait = TimeSpan.FromSeconds(1);

    private Maker? _maker;
    private Pace? _pace;
    private TimeProvider _time = TimeProvider.System;
    private long _made;

    public override async ValueTask StartAsync(ISourceTaskContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var config = DatagenConfig.From(settings);
        var task = Number(settings, DatagenSourceConnector.TaskKey, 0);
        var tasks = Number(settings, DatagenSourceConnector.TasksKey, 1);
        var partition = SourcePartition.Of([new("task", (long)task), new("tasks", (long)tasks)]);
        _time = context.Time;
        _maker = new Maker(config, partition, task, tasks);
        _pace = new Pace(config.RecordsPerSecond < 0 ? -1 : config.RecordsPerSecond / tasks, context.Time);
        _made = await context.Offsets.ReadAsync(partition, cancellationToken) is { } offset && offset[OffsetKey] is long made ? made : 0;
    }

    public override async ValueTask<IReadOnlyList<SourceRecord>> PollAsync(CancellationToken cancellationToken)
    {
        // StartAsync has made both.
        var (maker, pace) = (_maker!, _pace!);
        var left = (int)Math.Min(maker.Total - _made, maker.BatchSize);
        if (left <= 0)
        {
            await Task.Delay(IdleWait, _time, cancellationToken);
            return [];
        }

        var count = pace.Take(left);
        if (count == 0)
        {
            await pace.WaitAsync(cancellationToken);
            count = pace.Take(left);
        }

        var nowMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var batch = new SourceRecord[count];
        for (var i = 0; i < batch.Length; i++)
        {
            batch[i] = maker.Make(_made++, nowMs);
        }

        return batch;
    }

    private static int Number(IReadOnlyDictionary<string, string> settings, string key, int otherwise) =>
        settings.TryGetValue(key, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private sealed class Maker(DatagenConfig config, SourcePartition partition, int task, int tasks)
    {
        private readonly Field? _keyField = config.KeyField is null ? null : config.Value.Schema.Field(config.KeyField);

        public long BatchSize { get; } = Math.Clamp(BatchBytesMax / config.Value.SizeBytesMax, 1, DatagenSourceTask.BatchSize);

        /// <summary>How many records this task has to make.</summary>
        public long Total { get; } = config.RecordsCount < 0 ? long.MaxValue : (config.RecordsCount + tasks - 1 - task) / tasks;

        public SourceRecord Make(long index, long nowMs)
        {
            var number = task + (index * tasks);
            var random = new RecordRandom(config.Seed, number);
            var value = config.Value.Next(ref random, new RecordPlace(number, nowMs));
            return new SourceRecord
            {
                Topic = config.Topic,
                KeySchema = _keyField?.Schema,
                Key = _keyField is null ? null : (value as Struct)?.Get(_keyField),
                ValueSchema = config.Value.Schema,
                Value = value,
                TimestampMs = nowMs,
                SourcePartition = partition,
                SourceOffset = SourceOffset.Of(OffsetKey, index + 1),
            };
        }
    }
}
