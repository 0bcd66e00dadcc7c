namespace OrleansConnect.Runtime.Offsets;

/// <summary>The one place that is asked which store keeps a connector's source offsets.</summary>
internal sealed class SourceOffsetStores(ISourceOffsetStore worker)
{
    /// <summary>The store of the connector of that configuration: the worker's.</summary>
    public ISourceOffsetStore Of(IReadOnlyDictionary<string, string?> config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return worker;
    }
}
