using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Converters.Json;

/// <summary>The logical types that have a JSON form of their own.</summary>
internal enum LogicalType : byte
{
    None,
    Decimal,
    Date,
    Time,
    Timestamp,
}

internal static class LogicalTypeNames
{
    public static LogicalType Of(Schema schema) => schema.Name switch
    {
        LogicalTypes.Decimal => LogicalType.Decimal,
        LogicalTypes.Date => LogicalType.Date,
        LogicalTypes.Time => LogicalType.Time,
        LogicalTypes.Timestamp => LogicalType.Timestamp,
        _ => LogicalType.None,
    };
}
