using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Transforms;

/// <summary>A field that is added to records.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Schema">Its schema, where the record has one.</param>
/// <param name="ValueOf">Its value for a record with or without a schema; null when the record does not have it.</param>
internal sealed record InsertedField(string Name, Schema Schema, Func<ConnectRecord, bool, object?> ValueOf)
{
    /// <summary>Takes the mark that says whether the field is optional off its name; null when there is no name.</summary>
    public static InsertedField? Parse(string? name, Schema required, Schema optional, Func<ConnectRecord, bool, object?> valueOf) => name switch
    {
        null => null,
        [.. var bare, '!'] => new(bare, required, valueOf),
        [.. var bare, '?'] => new(bare, optional, valueOf),
        _ => new(name, optional, valueOf),
    };
}
