namespace OrleansConnect.Abstractions.Data;

/// <summary>Points in time: an INT64 of milliseconds since the epoch, a <see cref="UtcInstant"/>.</summary>
public static class TimestampSchema
{
    /// <summary>A required timestamp.</summary>
    public static Schema Instance { get; } = Builder().Build();

    /// <summary>An optional timestamp.</summary>
    public static Schema Optional { get; } = Builder().Optional().Build();

    /// <summary>Starts a timestamp schema.</summary>
    public static SchemaBuilder Builder() => SchemaBuilder.Int64().Name(LogicalTypes.Timestamp).Version(1);
}
