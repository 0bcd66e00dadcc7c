namespace OrleansConnect.Kafka.Consuming;

/// <summary>What a message's timestamp means; the numbers are librdkafka's.</summary>
public enum TimestampKind
{
    NotAvailable,
    CreateTime,
    LogAppendTime,
}
