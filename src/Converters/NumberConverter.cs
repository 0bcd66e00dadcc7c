using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Converters;

/// <summary>Numbers of one type as their bytes, the most significant first.</summary>
public abstract class NumberConverter<T> : IConverter, IHeaderConverter
    where T : unmanaged
{
    // Kafka's serializer writes the same bytes for every double that is no number. That of floats does not.
    private const long JavaNaN = 0x7FF8_0000_0000_0000;

    private readonly string _typeName;
    private readonly string _deserializer;
    private readonly Schema _schema;

    private protected NumberConverter(string typeName, string deserializer, Schema schema) =>
        (_typeName, _deserializer, _schema) = (typeName, deserializer, schema);

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
        if (value is null)
        {
            return false;
        }

        if (value is not T number)
        {
            throw new DataException($"Failed to serialize to {_typeName} (was class {JavaNames.Of(value)}): ");
        }

        var bytes = output.GetSpan(Unsafe.SizeOf<T>())[..Unsafe.SizeOf<T>()];
        if (value is double.NaN)
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes, JavaNaN);
        }
        else
        {
            MemoryMarshal.Write(bytes, number);
            Turn(bytes);
        }

        output.Advance(bytes.Length);
        return true;
    }

    /// <inheritdoc/>
    public SchemaAndValue ToConnectData(string topic, SerializedBytes data)
    {
        if (data.IsNull)
        {
            return new(_schema, null);
        }

        Span<byte> bytes = stackalloc byte[Unsafe.SizeOf<T>()];
        if (data.Span.Length != bytes.Length)
        {
            var cause = new DataException($"Size of data received by {_deserializer} is not {bytes.Length}");
            throw new DataException($"Failed to deserialize {_typeName}: ", cause);
        }

        data.Span.CopyTo(bytes);
        Turn(bytes);
        return new(_schema, MemoryMarshal.Read<T>(bytes));
    }

    /// <inheritdoc/>
    public bool FromConnectHeader(string topic, string key, Schema? schema, object? value, IBufferWriter<byte> output) =>
        FromConnectData(topic, schema, value, output);

    /// <inheritdoc/>
    public SchemaAndValue ToConnectHeader(string topic, string key, SerializedBytes data) => ToConnectData(topic, data);

    /// <inheritdoc/>
    public void Dispose() => GC.SuppressFinalize(this);

    // Between the machine's byte order and Kafka's.
    private static void Turn(Span<byte> bytes)
    {
        if (BitConverter.IsLittleEndian)
        {
            bytes.Reverse();
        }
    }
}
