using System.Buffers;
using System.Text;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Converters;

/// <summary>Texts in any encoding. What is not a text is written as Java's <c>toString</c> writes it; what is read is always a text.</summary>
[Plugin("org.apache.kafka.connect.storage.StringConverter")]
public sealed class StringConverter : IConverter, IHeaderConverter
{
    private const string EncodingSetting = "converter.encoding";

    private static readonly ConfigDef Definition = ConverterSettings.Definition.String(
        EncodingSetting,
        "The Java name of the character set in which texts are written and read.",
        defaultValue: "UTF-8",
        importance: Importance.High,
        width: Width.Medium,
        displayName: "Encoding",
        validator: Validators.Lambda((_, name) => JavaCharsets.Find(name as string ?? "UTF-8"), "name of a character set"));

    private Encoding _encoding = JavaCharsets.Utf8;

    /// <inheritdoc/>
    public ConfigDef Config => Definition;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings, bool isKey) => Configure(Definition.Parse(settings, isKey));

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings) => Configure(Definition.ParseForHeaders(settings));

    /// <inheritdoc/>
    public bool FromConnectData(string topic, Schema? schema, object? value, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (value is null)
        {
            return false;
        }

        _encoding.GetBytes(JavaText.Render(value), output);
        return true;
    }

    /// <inheritdoc/>
    public SchemaAndValue ToConnectData(string topic, SerializedBytes data) =>
        new(Schema.OptionalString, data.IsNull ? null : JavaCharsets.Decode(data.Span, _encoding));

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

    private void Configure(ParsedConfig config) => _encoding = JavaCharsets.Find(config.GetString(EncodingSetting));
}
