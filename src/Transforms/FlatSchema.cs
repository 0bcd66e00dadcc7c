using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Transforms;

/// <summary>A schema without structs in it, and how the values of the schema it was made of get there.</summary>
/// <param name="Schema">The schema.</param>
/// <param name="Levels">The fields of the schema it was made of.</param>
internal sealed record FlatSchema(Schema Schema, FlatSchema.Level[] Levels)
{
    /// <summary>What messages say it was done for.</summary>
    public const string Purpose = "flattening";

    public static FlatSchema Of(Schema schema, string delimiter)
    {
        var builder = SchemaBuilder.Struct().With(schema);
        var levels = new Maker(builder, delimiter).Add(schema, "", schema.IsOptional, schema.DefaultValue as Struct);
        var flat = builder.Build();
        return new(flat, levels);
    }

    public Struct Apply(Struct value)
    {
        var flat = new Struct(Schema);
        Copy(value, Levels, flat);
        return flat;
    }

    /// <summary>Flattens a struct of another schema: its fields have to be among those of the flat one.</summary>
    public Struct ApplyByNames(Struct value, string delimiter)
    {
        var flat = new Struct(Schema);
        CopyByNames(value, "", delimiter, flat);
        return flat;
    }

    private static void CopyByNames(Struct value, string prefix, string delimiter, Struct flat)
    {
        foreach (var field in value.Schema.Fields)
        {
            var name = prefix.Length == 0 ? field.Name : prefix + delimiter + field.Name;
            switch (field.Schema.Type)
            {
                case SchemaType.Struct:
                    if (Requirements.StructOrNull(value.GetWithoutDefault(field), Purpose) is { } within)
                    {
                        CopyByNames(within, name, delimiter, flat);
                    }

                    break;
                case SchemaType.Map:
                    throw Unsupported(name);
                default:
                    flat.Put(name, value.Get(field));
                    break;
            }
        }
    }

    private static DataException Unsupported(string name) => new($"Flatten transformation does not support MAP for record with schemas (for field {name}).");

    private static void Copy(Struct value, Level[] levels, Struct flat)
    {
        foreach (var level in levels)
        {
            if (level.Within is null)
            {
                flat.Put(flat.Schema.FieldSpan[level.Target], value.Get(level.Source));
            }
            else if (Requirements.StructOrNull(value.GetWithoutDefault(level.Source), Purpose) is { } within)
            {
                Copy(within, level.Within, flat);
            }
        }
    }

    /// <summary>A field, and where it goes: to a field of the flat schema, or as many as it has itself.</summary>
    internal sealed record Level(Field Source, int Target, Level[]? Within);

    private sealed class Maker(SchemaBuilder builder, string delimiter)
    {
        private int _count;

        public Level[] Add(Schema schema, string prefix, bool isOptional, Struct? defaults)
        {
            var levels = new Level[schema.Fields.Count];
            foreach (var field in schema.FieldSpan)
            {
                var name = prefix.Length == 0 ? field.Name : prefix + delimiter + field.Name;
                var isFieldOptional = isOptional || field.Schema.IsOptional;
                var value = field.Schema.DefaultValue ?? defaults?.Get(field);
                levels[field.Index] = field.Schema.Type switch
                {
                    SchemaType.Struct => new(field, -1, Add(field.Schema, name, isFieldOptional, value as Struct)),
                    SchemaType.Map => throw Unsupported(name),
                    _ => AddField(field, name, isFieldOptional, value),
                };
            }

            return levels;
        }

        private Level AddField(Field field, string name, bool isOptional, object? value)
        {
            var schema = field.Schema.Type == SchemaType.Array ? SchemaBuilder.Array(field.Schema.ElementSchema) : SchemaBuilder.Of(field.Schema.Type);
            schema.With(field.Schema);
            if (isOptional)
            {
                schema.Optional();
            }

            builder.Field(name, (value is null ? schema : schema.Default(value)).Build());
            return new(field, _count++, null);
        }
    }
}
