using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Abstractions.Data;

/// <summary>Days without a time: an INT32 of days since the epoch, a <see cref="UtcInstant"/> at midnight UTC.</summary>
public static class DateSchema
{
    /// <summary>A required date.</summary>
    public static Schema Instance { get; } = Builder().Build();

    /// <summary>An optional date.</summary>
    public static Schema Optional { get; } = Builder().Optional().Build();

    /// <summary>Starts a date schema.</summary>
    public static SchemaBuilder Builder() => SchemaBuilder.Int32().Name(LogicalTypes.Date).Version(1);

    /// <summary>Days since the epoch; a value that is not at midnight is a <see cref="DataException"/>.</summary>
    public static int ToDays(UtcInstant value)
    {
        var (days, rest) = Math.DivRem(value.EpochMs, UtcInstant.DayMs);
        return rest == 0
            ? (int)days
            : throw new DataException("Kafka Connect Date type should not have any time fields set to non-zero values.");
    }

    /// <summary>Midnight UTC of that day.</summary>
    public static UtcInstant FromDays(int days) => new(days * UtcInstant.DayMs);
}
