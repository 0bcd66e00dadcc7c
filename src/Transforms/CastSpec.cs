using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Formats;

namespace OrleansConnect.Transforms;

/// <summary>Which types a cast gives to what.</summary>
/// <param name="Whole">The new type of the key or value itself; null when fields are cast.</param>
/// <param name="Fields">The fields and their new types.</param>
internal sealed record CastSpec(SchemaType? Whole, KeyValuePair<string, SchemaType>[] Fields)
{
    private const string Targets = "[INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING]";

    public static CastSpec Nothing { get; } = new(null, []);

    /// <summary>New types of fields.</summary>
    public static CastSpec Of(IEnumerable<(string Name, SchemaType Type)> fields) => new(null, [.. fields.Select(field => KeyValuePair.Create(field.Name, field.Type))]);

    public static CastSpec Parse(IReadOnlyList<string> mappings)
    {
        if (mappings.Count == 0)
        {
            throw new ConfigException("Must specify at least one field to cast.");
        }

        SchemaType? whole = null;
        var fields = new Dictionary<string, SchemaType>();
        foreach (var mapping in mappings)
        {
            var parts = RenameMappings.Split(mapping);
            switch (parts.Length)
            {
                case 1:
                    whole = TypeOf(parts[0]);
                    break;
                case 2:
                    fields[parts[0].Trim(RenameMappings.Blanks)] = TypeOf(parts[1]);
                    break;
                default:
                    throw RenameMappings.Invalid(mappings, mapping);
            }
        }

        return whole is not null && mappings.Count > 1
            ? throw new ConfigException("Cast transformations that specify a type to cast the entire value to may only specify a single cast in their spec")
            : new(whole, [.. JavaMapOrder.Sort(fields, field => field.Key, fields.Count)]);
    }

    /// <summary>The new type of a field; null when it keeps its own.</summary>
    public SchemaType? Find(string field)
    {
        foreach (var (name, type) in Fields)
        {
            if (name == field)
            {
                return type;
            }
        }

        return null;
    }

    private static SchemaType TypeOf(string text)
    {
        var name = text.Trim(RenameMappings.Blanks);
        var upperName = UpperCase(name);
        foreach (var type in Enum.GetValues<SchemaType>())
        {
            if (type.UpperName() == upperName)
            {
                return type <= SchemaType.String
                    ? type
                    : throw new ConfigException($"Cast transformation does not support casting to {type.UpperName()}; supported types are {Targets}");
            }
        }

        // Kafka Connect puts the parts of the message in this order.
        throw new ConfigException(
            $"Invalid value java.lang.IllegalArgumentException: No enum constant org.apache.kafka.connect.data.Schema.Type.{upperName} "
            + $"for configuration Invalid type found in casting spec: {name}");
    }

    // Java's upper case, of which .NET leaves out what makes ASCII of other letters.
    private static string UpperCase(string text) => string.Concat(text.Select(letter => letter switch
    {
        '\u0131' => "I",
        '\u017F' => "S",
        '\u00DF' => "SS",
        '\uFB00' => "FF",
        '\uFB01' => "FI",
        '\uFB02' => "FL",
        '\uFB03' => "FFI",
        '\uFB04' => "FFL",
        '\uFB05' or '\uFB06' => "ST",
        _ => char.ToUpperInvariant(letter).ToString(),
    }));
}
