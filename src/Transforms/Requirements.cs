using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Transforms;

/// <summary>What a value has to be for a transformation to work on it.</summary>
internal static class Requirements
{
    public static ConnectMap Map(object? value, string purpose) => value as ConnectMap
        ?? throw new DataException($"Only Map objects supported in absence of schema for [{purpose}], found: {NameOf(value)}");

    public static Struct Struct(object? value, string purpose) => value as Struct
        ?? throw new DataException($"Only Struct objects supported for [{purpose}], found: {NameOf(value)}");

    public static Struct? StructOrNull(object? value, string purpose) => value is null ? null : Struct(value, purpose);

    public static SinkRecord SinkRecord(ConnectRecord record, string purpose) => record as SinkRecord
        ?? throw new DataException($"Only SinkRecord supported for [{purpose}], found: {NameOf(record)}");

    /// <summary>The name of a schemaless map's field.</summary>
    public static string? Name(object? key) => key is null or string
        ? (string?)key
        : throw new DataException($"A field of a map has a name of class {JavaNames.Of(key)}: only texts can be names of fields.");

    private static string NameOf(object? value) => value switch
    {
        null => "null",
        SourceRecord => "org.apache.kafka.connect.source.SourceRecord",
        _ => JavaNames.Of(value),
    };
}
