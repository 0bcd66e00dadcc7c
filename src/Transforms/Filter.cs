using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Transforms;

/// <summary>Drops every record; a predicate decides which ones come here.</summary>
[Plugin("org.apache.kafka.connect.transforms.Filter")]
public sealed class Filter : ITransformation
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
    public ConnectRecord? Apply(ConnectRecord record) => null;

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }
}
