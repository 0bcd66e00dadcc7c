using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Abstractions.Data;

/// <summary>Times of day: an INT32 of milliseconds since midnight, a <see cref="UtcInstant"/> on the first day of the epoch.</summary>
public static class TimeSchema
{
    /// <summary>A required time.</summary>
    public static Schema Instance { get; } = Builder().Build();

    /// <summary>An optional time.</summary>
    public static Schema Optional { get; } = Builder().Optional().Build();

    /// <summary>Starts a time schema.</summary>
    public static SchemaBuilder Builder() => SchemaBuilder.Int32().Name(LogicalTypes.Time).Version(1);

    /// <summary>Milliseconds since midnight. As in Kafka Connect, exactly one day is let through.</summary>
    public static int ToMilliseconds(UtcInstant value) => value.EpochMs is >= 0 and <= UtcInstant.DayMs
        ? (int)value.EpochMs
        : throw new DataException("Kafka Connect Time type should not have any date fields set to non-zero values.");

    /// <summary>That time on the first day of the epoch.</summary>
    public static UtcInstant FromMilliseconds(int milliseconds) => milliseconds is >= 0 and <= (int)UtcInstant.DayMs
        ? new(milliseconds)
        : throw new DataException("Time values must use number of milliseconds greater than 0 and less than 86400000");
}
