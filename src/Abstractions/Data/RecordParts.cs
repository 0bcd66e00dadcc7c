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
        var changed = Changeable(record);
        if (part == RecordPart.Key)
        {
            changed.SetKey(schema, value);
        }
        else
        {
            changed.SetValue(schema, value);
        }

        return changed;
    }

    /// <summary>A copy for another topic; the record itself where nobody else holds it.</summary>
    internal static ConnectRecord WithTopic(this ConnectRecord record, string topic)
    {
        var changed = Changeable(record);
        changed.SetTopic(topic);
        return changed;
    }

    /// <summary>A copy with other headers; the record itself where nobody else holds it.</summary>
    internal static ConnectRecord WithHeaders(this ConnectRecord record, Headers headers)
    {
        var changed = Changeable(record);
        changed.SetHeaders(headers);
        return changed;
    }

    private static ConnectRecord Changeable(ConnectRecord record) => record.IsOwned ? record : record with { };
}
