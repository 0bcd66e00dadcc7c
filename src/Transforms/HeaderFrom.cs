using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Transforms;

/// <summary>Makes headers of fields, which stay where they are or go.</summary>
[Plugin("org.apache.kafka.connect.transforms.HeaderFrom$Key", RecordPart.Key)]
[Plugin("org.apache.kafka.connect.transforms.HeaderFrom$Value", RecordPart.Value)]
public sealed class HeaderFrom : ITransformation
{
    private const string HeadersSetting = "headers";
    private const string OperationSetting = "operation";
    private const string Move = "move";

    private static readonly ConfigDef Definition = new ConfigDef()
        .List(TransformSettings.Fields, "Names of the fields.", importance: Importance.High, validator: TransformSettings.NonEmptyList)
        .List(HeadersSetting, "Names of the headers, in the order of the fields.", importance: Importance.High, validator: TransformSettings.NonEmptyList)
        .String(OperationSetting, "Whether the fields go (move) or stay (copy).", oneOf: [Move, "copy"], importance: Importance.High)
        .WithNullSetting();

    private readonly RecordPart _part;
    private readonly PerSchema<Schema> _restSchemas;
    private (string Field, string Header)[] _pairs = [];
    private string _operation = Move;
    private bool _withDefaults;

    /// <summary>A transformation of keys or values.</summary>
    public HeaderFrom(RecordPart part)
    {
        _part = part;
        _restSchemas = new(RestOf);
    }

    /// <inheritdoc/>
    public ConfigDef Config => Definition;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings)
    {
        var config = Definition.Read(settings);
        var (fields, headers) = (config.GetList(TransformSettings.Fields), config.GetList(HeadersSetting));
        if (fields.Count != headers.Count)
        {
            throw new ConfigException("'fields' config must have the same number of elements as 'headers' config.");
        }

        _pairs = [.. fields.Zip(headers)];
        _operation = config.GetString(OperationSetting);
        _withDefaults = config.GetBoolean(TransformSettings.WithDefaults);
    }

    /// <inheritdoc/>
    public ConnectRecord? Apply(ConnectRecord record)
    {
        var (schema, value) = record.Get(_part);
        return schema is null
            ? OfMap(record, Requirements.Map(value, $"header {_operation}"))
            : OfStruct(record, schema, Requirements.Struct(value, $"header {_operation}"));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }

    private ConnectRecord OfMap(ConnectRecord record, ConnectMap value)
    {
        var rest = new ConnectMap(value);
        var headers = new Header[_pairs.Length];
        for (var i = 0; i < headers.Length; i++)
        {
            var (field, header) = _pairs[i];
            headers[i] = new(header, null, value[field]);
            if (_operation == Move)
            {
                rest.Remove(field);
            }
        }

        return Finish(record, null, rest, headers);
    }

    private ConnectRecord OfStruct(ConnectRecord record, Schema schema, Struct value)
    {
        var rest = _operation == Move ? RestOf(value, _restSchemas.For(schema)) : value;
        var headers = new Header[_pairs.Length];
        for (var i = 0; i < headers.Length; i++)
        {
            var (name, header) = _pairs[i];
            var fieldSchema = schema.Field(name)?.Schema ?? throw new DataException($"Field '{name}' of 'fields' does not exist. Name a field that all records have.");
            var fieldValue = value.Schema.Field(name) is { } field ? value.Read(field, _withDefaults) : null;
            HeaderValues.EnsureFits(fieldSchema, fieldValue);
            headers[i] = new(header, fieldSchema, fieldValue);
        }

        return Finish(record, _operation == Move ? rest.Schema : schema, rest, headers);
    }

    private Struct RestOf(Struct value, Schema schema)
    {
        var rest = new Struct(schema);
        foreach (var field in schema.FieldSpan)
        {
            var source = value.Schema.Field(field.Name) ?? throw new DataException($"{field.Name} is not a valid field name");
            rest.Put(field, value.Read(source, _withDefaults));
        }

        return rest;
    }

    private Schema RestOf(Schema schema)
    {
        var builder = SchemaBuilder.Struct().With(schema);
        foreach (var field in schema.Fields)
        {
            if (!Array.Exists(_pairs, pair => pair.Field == field.Name))
            {
                builder.Field(field.Name, field.Schema);
            }
        }

        return builder.Build();
    }

    private ConnectRecord Finish(ConnectRecord record, Schema? schema, object value, Header[] headers)
    {
        var changed = record.With(_part, schema, value);
        return changed with { Headers = Headers.Of([.. record.Headers, .. headers]) };
    }
}
