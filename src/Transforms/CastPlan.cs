using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Transforms;

/// <summary>What a cast makes of the values of one schema.</summary>
/// <param name="Source">The schema of what is cast.</param>
/// <param name="Schema">The schema of what comes out.</param>
/// <param name="Fields">Of each field of a struct, where it goes, if anywhere, and its new type if it gets one.</param>
internal sealed record CastPlan(Schema Source, Schema Schema, (Field? Target, SchemaType? Type)[] Fields)
{
    public static CastPlan For(Schema schema, CastSpec spec)
    {
        var builder = spec.Whole is { } whole ? SchemaBuilder.Of(whole).With(schema) : FieldsOf(schema, spec);
        if (schema.IsOptional)
        {
            builder.Optional();
        }

        if (schema.DefaultValue is { } value)
        {
            builder.Default(CastValue.To(builder.Type, schema, value));
        }

        var cast = builder.Build();
        return new(schema, cast, spec.Whole is null ? Targets(schema, cast, spec) : []);
    }

    /// <summary>The fields for a struct, whose own schema may be another one than its record's.</summary>
    public (Field? Target, SchemaType? Type)[] FieldsOf(Struct value, CastSpec spec)
    {
        if (ReferenceEquals(value.Schema, Source) || value.Schema.Equals(Source))
        {
            return Fields;
        }

        return [.. value.Schema.Fields.Select(field => (Schema.Field(field.Name), spec.Find(field.Name)))];
    }

    private static SchemaBuilder FieldsOf(Schema schema, CastSpec spec)
    {
        var builder = SchemaBuilder.Struct().With(schema);
        foreach (var field in schema.Fields)
        {
            builder.Field(field.Name, spec.Find(field.Name) is { } type ? FieldSchema(field.Schema, type) : field.Schema);
        }

        return builder;
    }

    private static Schema FieldSchema(Schema schema, SchemaType type)
    {
        var builder = SchemaBuilder.Of(type);
        if (schema.IsOptional)
        {
            builder.Optional();
        }

        return (schema.DefaultValue is { } value ? builder.Default(CastValue.To(type, schema, value)) : builder).Build();
    }

    private static (Field? Target, SchemaType? Type)[] Targets(Schema source, Schema cast, CastSpec spec) =>
        Array.ConvertAll(cast.TargetsIn(source), target => ((Field?)target, spec.Find(target.Name)));
}
