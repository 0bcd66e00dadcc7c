using System.Buffers;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Converters;

/// <summary>Truth values as one byte, 1 or 0.</summary>
[Plugin("org.apache.kafka.connect.converters.BooleanConverter")]
public sealed class BooleanConverter : IConverter, IHeaderConverter
{
    private static readonly SchemaAndValue Null = new(Schema.OptionalBoolean, null);
    private static readonly SchemaAndValue True = new(Schema.OptionalBoolean, true);
    private static readonly SchemaAndValue False = new(Schema.OptionalBoolean, false);

    /// <inheritdoc/>
    public ConfigDef Config => ConverterSettings.Definition;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings, bool isKey) => Config.Parse(settings, isKey);

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings) => Config.ParseForHeaders(settings);

    /// <inheritdoc/>
    public bool FromConnectData(string topic, Schema? schema, object? value, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (schema is not null && schema.Type != SchemaType.Boolean)
        {
            throw new DataException($"Invalid schema type for BooleanConverter: {schema.Type.UpperName()}");
        }

        switch (value)
        {
            case null:
                return false;
            case bool flag:
                output.Write([flag ? (byte)1 : (byte)0]);
                return true;
            default:
                throw new DataException($"BooleanConverter is not compatible with objects of type class {JavaNames.Of(value)}");
        }
    }

    /// <inheritdoc/>
    public SchemaAndValue ToConnectData(string topic, SerializedBytes data)
    {
        if (data.IsNull)
        {
            return Null;
        }

        return data.Span switch
        {
            [1] => True,
            [0] => False,
            [var other] => throw Bad($"Unexpected byte received by BooleanDeserializer: {(sbyte)other}"),
            _ => throw Bad("Size of data received by BooleanDeserializer is not 1"),
        };
    }

    /// <inheritdoc/>
    public bool FromConnectHeader(string topic, string key, Schema? schema, object? value, IBufferWriter<byte> output) =>
        FromConnectData(topic, schema, value, output);

    /// <inheritdoc/>
    public SchemaAndValue ToConnectHeader(string topic, string key, SerializedBytes data) => ToConnectData(topic, data);

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }

    private static DataException Bad(string cause) => new("Failed to deserialize boolean: ", new DataException(cause));
}
