using OrleansConnect.Abstractions.Data;
using OrleansConnect.Tests.Conformance.Java;

namespace OrleansConnect.Tests.Conformance.Data;

/// <summary>Random changes of a schema, as they happen when data evolves.</summary>
internal static class SchemaChanges
{
    /// <summary>A schema that is like another one: a type may be wider, a field gone or new, a default there or not.</summary>
    public static Schema Related(this Draw draw, Schema schema)
    {
        var builder = draw.Changed(schema);
        if (draw.Chance(schema.IsOptional ? 85 : 20))
        {
            builder.Optional();
        }

        if (schema.Name is not null && draw.Chance(97))
        {
            builder.Name(schema.Name);
        }

        foreach (var (key, value) in draw.Chance(97) ? schema.Parameters ?? new Dictionary<string, string>() : new Dictionary<string, string>())
        {
            builder.Parameter(key, value);
        }

        return draw.Chance(80) && HasDefaultFor(schema, builder.Build()) ? builder.Default(schema.DefaultValue).Build() : builder.Build();
    }

    private static bool HasDefaultFor(Schema schema, Schema changed) =>
        schema.DefaultValue is not null && changed.Type == schema.Type && changed.Name == schema.Name && changed.Type.IsPrimitive();

    private static SchemaBuilder Changed(this Draw draw, Schema schema) => schema.Type switch
    {
        SchemaType.Array => SchemaBuilder.Array(draw.Related(schema.ElementSchema!)), // arrays and maps of these draws have schemas within
        SchemaType.Map => SchemaBuilder.Map(draw.Related(schema.KeySchema!), draw.Related(schema.ElementSchema!)),
        SchemaType.Struct => draw.ChangedFields(schema),
        <= SchemaType.Float64 when draw.Chance(40) => SchemaBuilder.Of((SchemaType)draw.Below((int)SchemaType.Float64 + 1)),
        _ => SchemaBuilder.Of(schema.Type),
    };

    private static SchemaBuilder ChangedFields(this Draw draw, Schema schema)
    {
        var builder = SchemaBuilder.Struct();
        foreach (var field in schema.Fields.Where(_ => draw.Chance(90)))
        {
            builder.Field(field.Name, draw.Related(field.Schema));
        }

        for (var added = draw.Chance(30) ? 2 : 0; added > 0; added--)
        {
            builder.Field($"new{added}", draw.Schema(1));
        }

        return builder;
    }
}
