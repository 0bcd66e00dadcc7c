namespace OrleansConnect.Abstractions.Data;

/// <summary>Reads and replaces one half of a record.</summary>
public static class RecordParts
{
    /// <summary>The schema and value of that half.</summary>
    public static SchemaAndValue Get(this ConnectRecord record, RecordPart part)
    {
        ArgumentNullException.ThrowIfNull(record);
        return part == RecordPart.Key ? new(record.KeySchema, record.Key) : new(record.ValueSchema, record.Value);
    }

    /// <summary>A copy with that half replaced.</summary>
    public static ConnectRecord With(this ConnectRecord record, RecordPart part, Schema? schema, object? value)
    {
        ArgumentNullException.ThrowIfNull(record);
        return part == RecordPart.Key
            ? record with { KeySchema = schema, Key = value }
            : record with { ValueSchema = schema, Value = value };
    }
}
