using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Transforms.Predicates;

/// <summary>True for records that have a header of that name.</summary>
[Plugin("org.apache.kafka.connect.transforms.predicates.HasHeaderKey")]
public sealed class HasHeaderKey : IPredicate
{
    private const string NameSetting = "name";

    private static readonly ConfigDef Definition = new ConfigDef().String(NameSetting, "Name of the header.", validator: Validators.NonEmpty);

    private string _name = "";

    /// <inheritdoc/>
    public ConfigDef Config => Definition;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings) => _name = Definition.Read(settings).GetString(NameSetting);

    /// <inheritdoc/>
    public bool Test(ConnectRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.Headers.Contains(_name);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }
}
