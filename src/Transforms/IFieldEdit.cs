using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Transforms;

/// <summary>Changes fields of a key or value, or of a struct or map within it.</summary>
internal interface IFieldEdit
{
    /// <summary>The schema of what comes out.</summary>
    Schema SchemaOf(Schema schema);

    /// <summary>A changed copy of a struct.</summary>
    /// <param name="value">The struct.</param>
    /// <param name="schema">The schema that the record has for it, which is nearly always the struct's own.</param>
    /// <param name="record">The record that the struct is of.</param>
    Struct Edit(Struct value, Schema schema, ConnectRecord record);

    /// <summary>A changed copy of a map without a schema.</summary>
    ConnectMap Edit(ConnectMap value, ConnectRecord record);
}
