using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>The offsets of one connector, to be looked at and changed from outside.</summary>
internal interface IChangeableOffsets : IAsyncDisposable
{
    ConnectorKind Kind { get; }

    /// <summary>Where they are kept: only there can they be restored.</summary>
    string Place { get; }

    Task<IReadOnlyList<ConnectorOffset>> ReadAsync(OffsetsQuery query, CancellationToken cancellationToken);

    /// <summary>Checks everything about a change, and changes nothing.</summary>
    /// <param name="offsets">The new offsets; null: all are removed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IPreparedChange> PrepareAsync(IReadOnlyList<ConnectorOffset>? offsets, CancellationToken cancellationToken);
}
