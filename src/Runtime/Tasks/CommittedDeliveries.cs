using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>The deliveries of committed transactions, until the runner's loop tells the task.</summary>
internal sealed class CommittedDeliveries
{
    private readonly Lock _lock = new();
    private ReadOnlyMemory<DeliveredRecord> _records;

    public void Add(ReadOnlyMemory<DeliveredRecord> records)
    {
        if (records.IsEmpty)
        {
            return;
        }

        lock (_lock)
        {
            _records = _records.IsEmpty ? records : (DeliveredRecord[])[.. _records.Span, .. records.Span];
        }
    }

    public ReadOnlyMemory<DeliveredRecord> Take()
    {
        lock (_lock)
        {
            var records = _records;
            _records = default;
            return records;
        }
    }
}
