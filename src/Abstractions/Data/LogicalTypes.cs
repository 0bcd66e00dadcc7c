namespace OrleansConnect.Abstractions.Data;

/// <summary>The names by which Kafka Connect's logical types are recognised.</summary>
public static class LogicalTypes
{
    /// <summary><see cref="DecimalSchema"/>.</summary>
    public const string Decimal = "org.apache.kafka.connect.data.Decimal";

    /// <summary><see cref="DateSchema"/>.</summary>
    public const string Date = "org.apache.kafka.connect.data.Date";

    /// <summary><see cref="TimeSchema"/>.</summary>
    public const string Time = "org.apache.kafka.connect.data.Time";

    /// <summary><see cref="TimestampSchema"/>.</summary>
    public const string Timestamp = "org.apache.kafka.connect.data.Timestamp";
}
