using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Formats;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Transforms;

/// <summary>Adds a header whose value is the same for all records.</summary>
[Plugin("org.apache.kafka.connect.transforms.InsertHeader")]
public sealed class InsertHeader : ITransformation
{
    private const string HeaderSetting = "header";
    private const string LiteralSetting = "value.literal";

    private static readonly ConfigDef Definition = new ConfigDef()
        .String(HeaderSetting, "Name of the header.", importance: Importance.High, validator: Validators.NonNull)
        .String(
            LiteralSetting,
            "Value of the header. Its type is guessed from the text, as that of a header that is read: 12 is a number.",
            importance: Importance.High,
            validator: Validators.NonNull);

    private string _header = "";
    private SchemaAndValue _literal;

    /// <inheritdoc/>
    public ConfigDef Config => Definition;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings)
    {
        var config = Definition.Read(settings);
        _header = config.GetString(HeaderSetting);
        _literal = ValueText.Parse(config.GetString(LiteralSetting));
    }

    /// <inheritdoc/>
    public ConnectRecord? Apply(ConnectRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.WithHeaders(record.Headers.Add(_header, _literal.Schema, _literal.Value));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }
}
