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

    /// <summary>The same schema without a default.</summary>
    public static Schema WithoutDefault(this Schema schema) => schema.DefaultValue is null
        ? schema
        : (schema.IsOptional ? schema.Copied().Optional() : schema.Copied()).Build();

    /// <summary>The same schema, but values may be null.</summary>
    public static Schema AsOptional(this Schema schema) => schema.IsOptional || schema.DefaultValue is not null ? schema : schema.Copied().Optional().Build();

    // All but whether it is optional, and the default.
    private static SchemaBuilder Copied(this Schema schema)
    {
        var builder = schema.Type switch
        {
            SchemaType.Array => SchemaBuilder.Array(schema.ElementSchema),
            SchemaType.Map => SchemaBuilder.Map(schema.KeySchema, schema.ElementSchema),
            _ => SchemaBuilder.Of(schema.Type),
        };
        foreach (var field in schema.FieldSpan)
        {
            builder.Field(field.Name, field.Schema);
        }

        return builder.With(schema);
    }
}
