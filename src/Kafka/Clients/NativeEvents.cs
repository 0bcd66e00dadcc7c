namespace OrleansConnect.Kafka.Clients;

/// <summary>The <c>RD_KAFKA_EVENT_*</c> numbers used.</summary>
internal static class NativeEvents
{
    public const int DeliveryReport = 0x1;
    public const int Log = 0x4;
    public const int Error = 0x8;
    public const int OffsetCommit = 0x20;
}
