using System.Buffers;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Converters;

/// <summary>Passes bytes through as they are.</summary>
[Plugin("org.apache.kafka.connect.converters.ByteArrayConverter")]
public sealed class ByteArrayConverter : IConverter, IHeaderConverter
{
    /// <inheritdoc/>
    public ConfigDef Config => ConverterSettings.Definition;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings, bool isKey)
    {
        // As in Kafka Connect, nothing is read and nothing is checked.
    }

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings) => Configure(settings, isKey: false);

    /// <inheritdoc/>
    public bool FromConnectData(string topic, Schema? schema, object? value, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (schema is not null && schema.Type != SchemaType.Bytes)
        {
            throw new DataException($"Invalid schema type for ByteArrayConverter: {schema.Type.UpperName()}");
        }

        switch (value)
        {
            case null:
                return false;
            case byte[] bytes:
                output.Write(bytes);
                return true;
            case ReadOnlyMemory<byte> bytes:
                output.Write(bytes.Span);
                return true;
            default:
                throw new DataException($"ByteArrayConverter is not compatible with objects of type class {JavaNames.Of(value)}");
        }
    }

    /// <inheritdoc/>
    public SchemaAndValue ToConnectData(string topic, SerializedBytes data) =>
        new(Schema.OptionalBytes, data.IsNull ? null : data.Span.ToArray());

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
}
