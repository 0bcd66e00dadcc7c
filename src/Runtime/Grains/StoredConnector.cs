using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Grains;

/// <summary>What is kept of a connector: what its users want.</summary>
[GenerateSerializer, Alias("connect.runtime.StoredConnector")]
internal sealed class StoredConnector
{
    /// <summary>The configuration with variables unresolved; null when there is no such connector.</summary>
    [Id(0)]
    public Dictionary<string, string?>? Config { get; set; }

    [Id(1)]
    public TargetState Target { get; set; }

    /// <summary>Counts the configurations.</summary>
    [Id(2)]
    public long ConfigVersion { get; set; }
}
