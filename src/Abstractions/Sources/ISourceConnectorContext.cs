using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Abstractions.Sources;

/// <summary>What the runtime offers a source connector.</summary>
public interface ISourceConnectorContext : IConnectorContext
{
    /// <summary>The committed source offsets of the connector.</summary>
    IOffsetReader Offsets { get; }
}
