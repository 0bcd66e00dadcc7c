using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Formats;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Converters;

/// <summary>Header values as readable text without a schema; when read, their types are guessed from the text. The converter of headers unless another is set.</summary>
[Plugin("org.apache.kafka.connect.storage.SimpleHeaderConverter")]
public sealed class SimpleHeaderConverter : IHeaderConverter
{
    private static readonly ConfigDef Definition = new();

    /// <inheritdoc/>
    public ConfigDef Config => Definition;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings)
    {
        // There are none.
    }

    /// <inheritdoc/>
    public bool FromConnectHeader(string topic, string key, Schema? schema, object? value, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        switch (value)
        {
            case null:
                return false;
            case int or long or short or sbyte:
                Write(((IConvertible)value).ToInt64(CultureInfo.InvariantCulture), output);
                return true;
            default:
                JavaCharsets.Utf8.GetBytes(ValueText.Of(value), output);
                return true;
        }
    }

    /// <inheritdoc/>
    public SchemaAndValue ToConnectHeader(string topic, string key, SerializedBytes data)
    {
        if (data.IsNull)
        {
            return SchemaAndValue.Null;
        }

        try
        {
            return ValueText.Parse(JavaUtf8.Decode(data.Span));
        }
        catch (DataException)
        {
            // Reading a header never fails a record: what cannot be understood stays bytes.
            return new(Schema.Bytes, data.Span.ToArray());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }

    private static void Write(long number, IBufferWriter<byte> output)
    {
        const int DigitsMax = 20;
        Utf8Formatter.TryFormat(number, output.GetSpan(DigitsMax), out var length);
        output.Advance(length);
    }
}
