using System.Buffers;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Transforms;

/// <summary>Makes headers of fields, which stay where they are or go.</summary>
[Plugin("org.apache.kafka.connect.transforms.HeaderFrom$Key", RecordPart.Key)]
[Plugin("org.apache.kafka.connect.transforms.HeaderFrom$Value", RecordPart.Value)]
public sealed class HeaderFrom(RecordPart part) : ITransformation
{
    private const string HeadersSetting = "headers";
    private const string OperationSetting = "operation";
    private const string Move = "move";

    private static readonly ConfigDef Definition = new ConfigDef()
        .List(TransformSettings.Fields, "Names of the fields.", importance: Importance.High, validator: TransformSettings.NonEmptyList)
        .List(HeadersSetting, "Names of the headers, in the order of the fields.", importance: Importance.High, validator: TransformSettings.NonEmptyList)
        .String(OperationSetting, "Whether the fields go (move) or stay (copy).", oneOf: [Move, "copy"], importance: Importance.High)
        .WithNullSetting()
        .WithFieldSyntaxOnRequest(TransformSettings.Fields);

    private (FieldPath Field, string Header)[] _pairs = [];
    private IFieldEdit? _removal;
    private string _purpose = "";
    private bool _withDefaults;

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

        var withDefaults = config.GetBoolean(TransformSettings.WithDefaults);
        _pairs = [.. fields.Zip(headers, (field, header) => (config.PathOf(field), header))];
        var operation = config.GetString(OperationSetting);
        _purpose = $"header {operation}";
        _withDefaults = withDefaults;
        _removal = operation != Move ? null : FieldTree<string>.Of(_pairs)
            .ToEdit((moved, isWithin) => new FieldRemoval([.. moved.Select(field => field.Name)], withDefaults, isWithin), withDefaults);
    }

    /// <inheritdoc/>
    public ConnectRecord? Apply(ConnectRecord record)
    {
        var (schema, value) = record.Get(part);
        return schema is null
            ? OfMap(record, Requirements.Map(value, _purpose))
            : OfStruct(record, schema, Requirements.Struct(value, _purpose));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }

    private ConnectRecord OfMap(ConnectRecord record, ConnectMap value)
    {
        var headers = Rent(record.Headers);
        for (var i = 0; i < _pairs.Length; i++)
        {
            var (field, header) = _pairs[i];
            headers[record.Headers.Count + i] = new(header, null, field.ValueIn(value));
        }

        return Finish(record, null, _removal?.Edit(value, record) ?? value, headers);
    }

    private ConnectRecord OfStruct(ConnectRecord record, Schema schema, Struct value)
    {
        var rest = _removal?.Edit(value, schema, record) ?? value;
        var headers = Rent(record.Headers);
        for (var i = 0; i < _pairs.Length; i++)
        {
            headers[record.Headers.Count + i] = HeaderOf(_pairs[i].Field, _pairs[i].Header, schema, value);
        }

        return Finish(record, _removal is null ? schema : rest.Schema, rest, headers);
    }

    private Header HeaderOf(FieldPath path, string header, Schema schema, Struct value)
    {
        var fieldSchema = path.FieldIn(schema)?.Schema ?? throw new DataException($"Field '{path.Text}' of 'fields' does not exist. Name a field that all records have.");
        var fieldValue = path.ValueIn(value, _withDefaults);
        if (fieldValue is null && path.IsWithin && !fieldSchema.IsOptional)
        {
            // What it is within is null, and so a field that never is null has no value.
            return new(header, null, null);
        }

        HeaderValues.EnsureFits(fieldSchema, fieldValue);
        return new(header, fieldSchema, fieldValue);
    }

    // The headers that are there, and room for those of the fields. One that is not given back is no more than garbage.
    private Header[] Rent(Headers before)
    {
        var headers = ArrayPool<Header>.Shared.Rent(before.Count + _pairs.Length);
        for (var i = 0; i < before.Count; i++)
        {
            headers[i] = before[i];
        }

        return headers;
    }

    private ConnectRecord Finish(ConnectRecord record, Schema? schema, object value, Header[] rented)
    {
        var headers = Headers.Of(rented.AsSpan(0, record.Headers.Count + _pairs.Length));
        ArrayPool<Header>.Shared.Return(rented, clearArray: true);
        return (_removal is null ? record : record.With(part, schema, value)).WithHeaders(headers);
    }
}
