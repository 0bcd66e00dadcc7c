using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Grains;

/// <summary>What is kept of changes of a connector's offsets from outside: the last one, so that it can be undone.</summary>
[GenerateSerializer, Alias("connect.runtime.StoredOffsets")]
internal sealed class StoredOffsets
{
    [Id(0)]
    public OffsetsChange? LastChange { get; set; }

    /// <summary>Whether it was a source or a sink then.</summary>
    [Id(1)]
    public ConnectorKind Kind { get; set; }

    /// <summary>Where its offsets were kept then.</summary>
    [Id(2)]
    public string Place { get; set; } = "";

    public bool IsAbout(ConnectorKind kind, string place) => LastChange is not null && Kind == kind && Place == place;
}
