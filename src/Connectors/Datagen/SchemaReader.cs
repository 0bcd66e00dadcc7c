using System.Text.Json;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Connectors.Datagen;

/// <summary>Reads a schema from JSON: a name and fields, each of a type with the attributes that <see cref="Scalars"/> and this class name.</summary>
internal static class SchemaReader
{
    private const int ItemsMax = 1000;

    public static Generator Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return Struct(new SchemaNode(root, "the schema"), root.TryGetProperty("name", out var name) ? name.GetString() : null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or DataException)
        {
            throw new ConfigException($"The schema is not valid: {e.Message.TrimEnd('.')}. See the example 'orders' among the ready-made ones.", e);
        }
    }

    private static Generator Value(SchemaNode node)
    {
        var generator = node.Type switch
        {
            "struct" => Struct(node, null),
            "array" => Array(node),
            _ => Scalars.Read(node),
        };
        var share = node.Double("null.share", 0);
        node.Require(share is >= 0 and <= 1, "'null.share' has to be between 0 and 1");
        return share > 0 ? Optional(generator, share) : generator;
    }

    private static Generator Struct(SchemaNode node, string? name)
    {
        var fields = node.Children("fields").Select(field => (Name: field.Text("name"), Generator: Value(field))).ToArray();
        var builder = SchemaBuilder.Struct().Name(name);
        foreach (var (field, generator) in fields)
        {
            builder.Field(field, generator.Schema);
        }

        var schema = builder.Build();
        Generate[] makers = [.. fields.Select(field => field.Generator.Next)];
        var sizeBytesMax = fields.Sum(field => field.Generator.SizeBytesMax);
        return new(schema, Make, sizeBytesMax);

        object? Make(ref RecordRandom random, in RecordPlace record)
        {
            var made = new Struct(schema);
            for (var i = 0; i < makers.Length; i++)
            {
                made.Put(schema.FieldSpan[i], makers[i](ref random, record));
            }

            return made;
        }
    }

    private static Generator Array(SchemaNode node)
    {
        var items = Value(node.Child("items"));
        var (min, max) = ((int)node.Long("min", 0, 0, ItemsMax), (int)node.Long("max", 3, 0, ItemsMax));
        node.Require(min <= max, "'min' is greater than 'max'");
        return new(SchemaBuilder.Array(items.Schema).Build(), Make, max * items.SizeBytesMax);

        object? Make(ref RecordRandom random, in RecordPlace record)
        {
            var made = new object?[min + random.Below(max - min + 1)];
            for (var i = 0; i < made.Length; i++)
            {
                made[i] = items.Next(ref random, record);
            }

            return made;
        }
    }

    // Draws the value even if it is not used, so that the other fields do not depend on it.
    private static Generator Optional(Generator inner, double share)
    {
        return inner with { Schema = OptionalOf(inner.Schema), Next = Make };

        object? Make(ref RecordRandom random, in RecordPlace record)
        {
            var isNull = random.Fraction() < share;
            var value = inner.Next(ref random, record);
            return isNull ? null : value;
        }
    }

    private static Schema OptionalOf(Schema schema)
    {
        if (schema.Type is SchemaType.Struct)
        {
            throw new FormatException("'null.share' is not for a struct: give it to its fields");
        }

        var builder = schema.Type is SchemaType.Array ? SchemaBuilder.Array(schema.ElementSchema) : SchemaBuilder.Of(schema.Type);
        return builder.Name(schema.Name).Version(schema.Version).Optional().Build();
    }
}
