using System.Reflection;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Connectors.Datagen;

/// <summary>The settings of the generator.</summary>
/// <param name="Topic">Where the records go.</param>
/// <param name="Value">Makes the values.</param>
/// <param name="KeyField">The field that is the key as well; null for no key.</param>
/// <param name="RecordsPerSecond">Of all tasks together; -1 for as many as possible.</param>
/// <param name="RecordsCount">Of all tasks together; -1 for no end.</param>
/// <param name="Seed">The same seed makes the same records.</param>
internal sealed record DatagenConfig(string Topic, Generator Value, string? KeyField, double RecordsPerSecond, long RecordsCount, long Seed)
{
    private static readonly string[] Quickstarts = ["clickstream", "orders", "stock_trades", "users"];

    public static ConfigDef Definition { get; } = new ConfigDef()
        .String("topic", "Topic the records are written to.", importance: Importance.High, validator: Validators.NonEmpty)
        .String("quickstart", "A ready-made schema. Either this or 'schema'.", required: false, oneOf: Quickstarts, importance: Importance.High)
        .String("schema", "A schema as JSON. Either this or 'quickstart'.", required: false, importance: Importance.High)
        .String("key.field", "The field of the value that is the key as well. Records have no key without it.", required: false)
        .Double("records.per.second", "Records a second, of all tasks together; -1 for as many as possible.", defaultValue: 10, validator: Positive("-1"), unit: "records")
        .Long("records.count", "Records to make, of all tasks together; -1 for no end.", defaultValue: -1, min: -1, unit: "records")
        .Long("seed", "The same seed makes the same records, in every task count.", defaultValue: 0, importance: Importance.Low);

    public static DatagenConfig From(IReadOnlyDictionary<string, string> settings)
    {
        // Texts that are never null are texts that may be null: the compiler does not see it.
        var config = Definition.Parse(settings!);
        var keyField = config.GetStringOrNull("key.field");
        var value = SchemaReader.Read(Json(config.GetStringOrNull("quickstart"), config.GetStringOrNull("schema")));
        if (keyField is not null && value.Schema.Field(keyField) is null)
        {
            var fields = string.Join(", ", value.Schema.Fields.Select(field => field.Name));
            throw ConfigException.Invalid("key.field", keyField, $"The schema has no such field. It has: {fields}.");
        }

        return new(config.GetString("topic"), value, keyField, config.GetDouble("records.per.second"), config.GetLong("records.count"), config.GetLong("seed"));
    }

    private static string Json(string? quickstart, string? schema) => (quickstart, schema) switch
    {
        (null, { } json) => json,
        ({ } name, null) => Resource(name),
        _ => throw new ConfigException("Set either 'quickstart' or 'schema', and not both."),
    };

    private static string Resource(string name)
    {
        // The definition allows only names that are there.
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static IConfigValidator Positive(string otherwise) => Validators.Lambda(
        (name, value) =>
        {
            if (value is not (-1.0 or (> 0.0 and <= double.MaxValue)))
            {
                throw ConfigException.Invalid(name, value, $"Value must be greater than 0, or {otherwise}");
            }
        },
        $"(0,...] or {otherwise}");
}
