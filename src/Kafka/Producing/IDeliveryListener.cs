namespace OrleansConnect.Kafka.Producing;

/// <summary>Learns what became of messages.</summary>
public interface IDeliveryListener
{
    /// <summary>Called from one thread at a time, on the thread pool; must be quick and must not throw. The span is reused.</summary>
    void OnDelivered(ReadOnlySpan<DeliveryReport> reports);

    /// <summary>
    /// A call of <see cref="OnDelivered"/> threw, so that some of its reports may not have been taken in, and do not come again. Called from the same thread; must not throw.
    /// </summary>
    void OnReportsLost(Exception cause);
}
