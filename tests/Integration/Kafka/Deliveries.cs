using System.Collections.Concurrent;
using OrleansConnect.Kafka.Producing;

namespace OrleansConnect.Tests.Integration.Kafka;

/// <summary>Keeps every delivery report.</summary>
internal sealed class Deliveries : IDeliveryListener
{
    private readonly ConcurrentQueue<DeliveryReport> _all = new();

    public IReadOnlyList<DeliveryReport> All => [.. _all.OrderBy(r => r.Sequence)];

    public int Count => _all.Count;

    public Exception? Lost { get; private set; }

    public void OnDelivered(ReadOnlySpan<DeliveryReport> reports)
    {
        foreach (var report in reports)
        {
            _all.Enqueue(report);
        }
    }

    public void OnReportsLost(Exception cause) => Lost = cause;
}
