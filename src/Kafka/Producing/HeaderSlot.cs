namespace OrleansConnect.Kafka.Producing;

/// <summary>Where a header lies in its batch's buffer; the name ends with a zero byte.</summary>
internal readonly record struct HeaderSlot(int NameStart, int ValueStart, int ValueLength);
