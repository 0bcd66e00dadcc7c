using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Grains;

/// <summary>What is kept of changes of a connector's offsets from outside: the last one, so that it can be undone.</summary>
[GenerateSerializer, Alias("connect.runtime.StoredOffsets")]
internal sealed class StoredOffsets
{
    /// <summary>When it was changed; null if it never was.</summary>
    [Id(0)]
    public DateTimeOffset? ChangedAt { get; set; }

    [Id(1)]
    public OffsetsAction Action { get; set; }

    /// <summary>What was replaced, packed.</summary>
    [Id(2)]
    public byte[] Before { get; set; } = [];

    /// <summary>Whether it was a source or a sink then.</summary>
    [Id(3)]
    public ConnectorKind Kind { get; set; }

    /// <summary>Where its offsets were kept then.</summary>
    [Id(4)]
    public string Place { get; set; } = "";

    public static StoredOffsets Of(OffsetsChange change, ConnectorKind kind, string place) => new()
    {
        ChangedAt = change.At,
        Action = change.Action,
        Before = PackedOffsets.Pack(change.Before),
        Kind = kind,
        Place = place,
    };

    /// <summary>The last change, if it was of offsets of that kind in that place.</summary>
    public OffsetsChange? Of(ConnectorKind kind, string place) => ChangedAt is { } at && Kind == kind && Place == place
        ? new(at, Action, PackedOffsets.Unpack(Before))
        : null;
}
