using System.Globalization;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Tests.Plugins;

/// <summary>
/// Writes <c>PARTITION:NUMBER</c>. Where it defines its transactions, every third batch of a partition is thrown away, one by its last record and one as a whole.
/// </summary>
internal sealed class CountingSourceTask : SourceTask
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly Dictionary<int, long> _next = [];
    private ISourceTaskContext? _context;
    private string _topic = "";
    private int _batch;
    private long _count;
    private bool _ends;
    private int _turn;

    public override async ValueTask StartAsync(ISourceTaskContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        _context = context;
        _topic = settings["topic"];
        _batch = int.Parse(settings.GetValueOrDefault("batch", "10"), CultureInfo.InvariantCulture);
        _count = long.Parse(settings.GetValueOrDefault("count", "1000"), CultureInfo.InvariantCulture);
        _ends = bool.Parse(settings.GetValueOrDefault("ends", "true"));
        foreach (var partition in settings["mine"].Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture)))
        {
            var offset = await context.Offsets.ReadAsync(Key(partition), cancellationToken);
            _next[partition] = offset is null ? 0 : (long)(offset["next"] ?? 0L);
        }
    }

    public override async ValueTask<IReadOnlyList<SourceRecord>> PollAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        var partitions = _next.Where(entry => entry.Value < _count).Select(entry => entry.Key).ToList();
        if (partitions.Count == 0)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        var partition = partitions[_turn++ % partitions.Count];
        var records = new List<SourceRecord>();
        var batch = _next[partition] / _batch;
        for (var i = 0; i < _batch; i++)
        {
            var number = _next[partition]++;
            records.Add(new()
            {
                Topic = _topic,
                Value = $"{partition}:{number}",
                ValueSchema = Schema.String,
                SourcePartition = Key(partition),
                SourceOffset = SourceOffset.Of("next", number + 1),
            });
        }

        if (_ends)
        {
            End(batch, records[^1]);
        }

        return records;
    }

    private void End(long batch, SourceRecord last)
    {
        switch (batch % 6)
        {
            case 2:
                _context?.Transactions?.AbortTransaction(last);
                break;
            case 5:
                _context?.Transactions?.AbortTransaction();
                break;
            default:
                _context?.Transactions?.CommitTransaction();
                break;
        }
    }

    private static SourcePartition Key(int partition) => SourcePartition.Of("partition", $"{partition}");
}
