using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sinks;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>A sink task that writes to a table shared by tests' tasks, with offsets and generations, in one transaction a batch.</summary>
internal sealed class TableSink(TableSink.Table table) : SinkTask, IExactlyOnceSinkTask
{
    private readonly List<IReadOnlyDictionary<TopicPartition, long>> _flushed = [];
    private readonly List<(long Generation, TopicPartition[] Partitions)> _claims = [];
    private long _generation;

    public bool StoresOffsets { get; set; } = true;

    /// <summary>Called before and after each transaction.</summary>
    public Action OnPut { get; set; } = () => { };

    public Action OnStored { get; set; } = () => { };

    public Action<ISinkTaskContext> OnOpen { get; set; } = _ => { };

    public Action OnClaim { get; set; } = () => { };

    public IReadOnlyList<(long Generation, TopicPartition[] Partitions)> Claims
    {
        get
        {
            lock (table)
            {
                return [.. _claims];
            }
        }
    }

    public ISinkTaskContext? Context { get; private set; }

    public int Flushes
    {
        get
        {
            lock (table)
            {
                return _flushed.Count;
            }
        }
    }

    public IReadOnlyDictionary<TopicPartition, long> LastFlushOf(TopicPartition partition)
    {
        lock (table)
        {
            return _flushed.Last(offsets => offsets.ContainsKey(partition));
        }
    }

    public override ValueTask StartAsync(ISinkTaskContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        Context = context;
        return default;
    }

    public ValueTask<IReadOnlyDictionary<TopicPartition, long>> ClaimAsync(
        IReadOnlyCollection<TopicPartition> partitions, long generation, CancellationToken cancellationToken)
    {
        lock (table)
        {
            _claims.Add((generation, [.. partitions.OrderBy(partition => partition.Partition)]));
        }

        OnClaim();
        _generation = generation;
        return ValueTask.FromResult<IReadOnlyDictionary<TopicPartition, long>>(table.Claim(partitions, generation));
    }

    public override ValueTask OpenAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        // StartAsync has set it.
        OnOpen(Context!);
        return default;
    }

    public override ValueTask PutAsync(IReadOnlyList<SinkRecord> records, CancellationToken cancellationToken)
    {
        OnPut();
        table.Store(
            _generation,
            records.Select(record => (record.OriginalTopicPartition, record.OriginalOffset)),
            records.GroupBy(record => record.OriginalTopicPartition).ToDictionary(part => part.Key, part => part.Last().OriginalOffset + 1));
        if (records.Count > 0)
        {
            OnStored();
        }

        return default;
    }

    public override ValueTask FlushAsync(IReadOnlyDictionary<TopicPartition, long> offsets, CancellationToken cancellationToken)
    {
        lock (table)
        {
            _flushed.Add(offsets);
        }

        OnPut();
        table.Store(_generation, [], offsets);
        return default;
    }

    /// <summary>The target system.</summary>
    public sealed class Table
    {
        private readonly Dictionary<TopicPartition, (long Generation, long? Next)> _positions = [];
        private readonly List<(TopicPartition Partition, long Offset)> _rows = [];

        public IReadOnlyList<long> RowsOf(TopicPartition partition)
        {
            lock (this)
            {
                return [.. _rows.Where(row => row.Partition == partition).Select(row => row.Offset)];
            }
        }

        public long? NextOf(TopicPartition partition)
        {
            lock (this)
            {
                return _positions.GetValueOrDefault(partition).Next;
            }
        }

        public Dictionary<TopicPartition, long> Claim(IReadOnlyCollection<TopicPartition> partitions, long generation)
        {
            lock (this)
            {
                Require(partitions, generation);
                foreach (var partition in partitions)
                {
                    _positions[partition] = (generation, _positions.GetValueOrDefault(partition).Next);
                }

                return partitions.Where(partition => _positions[partition].Next is not null).ToDictionary(partition => partition, partition => _positions[partition].Next ?? 0);
            }
        }

        public void Store(long generation, IEnumerable<(TopicPartition, long)> rows, IReadOnlyDictionary<TopicPartition, long> next)
        {
            lock (this)
            {
                Require(next.Keys, generation);
                _rows.AddRange(rows);
                foreach (var (partition, offset) in next)
                {
                    _positions[partition] = (generation, offset);
                }
            }
        }

        private void Require(IEnumerable<TopicPartition> partitions, long generation)
        {
            if (partitions.Any(partition => _positions.GetValueOrDefault(partition).Generation > generation))
            {
                throw new FencedException($"Generation {generation} was replaced.");
            }
        }
    }
}
