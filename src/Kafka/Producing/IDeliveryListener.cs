namespace OrleansConnect.Kafka.Producing;

/// <summary>Learns what became of messages.</summary>
public interface IDeliveryListener
{
    /// <summary>Called from one thread at a time, on the thread pool; must be quick and must not throw. The span is reused.</summary>
    void OnDelivered(ReadOnlySpan<DeliveryReport> reports);
}
