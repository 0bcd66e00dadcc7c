namespace OrleansConnect.Runtime.Pipeline;

/// <summary>A record that failed, as it goes to a dead letter queue, without the headers that tell what went wrong.</summary>
internal sealed record DeadLetter(byte[]? Key, byte[]? Value, long? TimestampMs, IReadOnlyList<KeyValuePair<string, byte[]?>> Headers)
{
    /// <summary>A record of Kafka, byte for byte.</summary>
    public static DeadLetter OfConsumed(FailedOperation failure)
    {
        var record = failure.Consumed ?? throw new InvalidOperationException("The record of a sink comes from Kafka.");
        return new(record.Key, record.Value, record.TimestampMs, record.Headers);
    }
}
