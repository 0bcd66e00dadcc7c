using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Transforms;

/// <summary>Removes headers.</summary>
[Plugin("org.apache.kafka.connect.transforms.DropHeaders")]
public sealed class DropHeaders : ITransformation
{
    private const string HeadersSetting = "headers";

    private static readonly ConfigDef Definition = new ConfigDef().List(
        HeadersSetting,
        "Names of the headers to remove.",
        importance: Importance.High,
        validator: Validators.List(allowEmpty: false));

    private IReadOnlyList<string> _names = [];

    /// <inheritdoc/>
    public ConfigDef Config => Definition;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings) => _names = Definition.Read(settings).GetList(HeadersSetting);

    /// <inheritdoc/>
    public ConnectRecord? Apply(ConnectRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var headers = record.Headers;
        for (var i = 0; i < _names.Count; i++)
        {
            headers = headers.Remove(_names[i]);
        }

        return ReferenceEquals(headers, record.Headers) ? record : record.WithHeaders(headers);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }
}
