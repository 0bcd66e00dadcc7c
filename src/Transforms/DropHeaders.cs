using System.Buffers;
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

    private HashSet<string> _names = [];

    /// <inheritdoc/>
    public ConfigDef Config => Definition;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings) => _names = [.. Definition.Read(settings).GetList(HeadersSetting)];

    /// <inheritdoc/>
    public ConnectRecord? Apply(ConnectRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var headers = record.Headers;
        if (headers.Count == 0)
        {
            return record;
        }

        var kept = ArrayPool<Header>.Shared.Rent(headers.Count);
        var count = 0;
        for (var i = 0; i < headers.Count; i++)
        {
            if (!_names.Contains(headers[i].Key))
            {
                kept[count++] = headers[i];
            }
        }

        var changed = count == headers.Count ? record : record.WithHeaders(Headers.Of(kept.AsSpan(0, count)));
        ArrayPool<Header>.Shared.Return(kept, clearArray: true);
        return changed;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }
}
