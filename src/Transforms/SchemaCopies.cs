using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Transforms;

/// <summary>Schemas made after others.</summary>
internal static class SchemaCopies
{
    /// <summary>The builder with another schema's name, version, documentation and parameters.</summary>
    public static SchemaBuilder With(this SchemaBuilder builder, Schema schema) =>
        builder.Name(schema.Name).Version(schema.Version).Doc(schema.Doc).Parameters(schema.Parameters);

    /// <summary>For each field of a struct, in order, the field of that name in the schema it is copied to.</summary>
    public static Field[] TargetsIn(this Schema target, Schema source)
    {
        var targets = new Field[source.FieldSpan.Length];
        foreach (var field in source.FieldSpan)
        {
            targets[field.Index] = target.Field(field.Name) ?? throw new DataException($"{field.Name} is not a valid field name");
        }

        return targets;
    }
}
