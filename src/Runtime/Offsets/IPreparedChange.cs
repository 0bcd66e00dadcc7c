using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>A change of offsets that was checked and can be done.</summary>
internal interface IPreparedChange
{
    /// <summary>The offsets that it replaces.</summary>
    IReadOnlyList<ConnectorOffset> Before { get; }

    /// <summary>Whether all offsets are as wanted before it is done.</summary>
    bool IsDone { get; }

    /// <summary>Whether the target system has the new offsets and Kafka does not, as far as it is known.</summary>
    bool IsHalfDone { get; }

    /// <summary>Asks the plugin; true when nothing else has to be done in the external system.</summary>
    Task<bool> AskPluginAsync(CancellationToken cancellationToken);

    /// <summary>Stores the offsets in the target system too, where the connector keeps them beside its data; to be done before <see cref="WriteAsync"/>.</summary>
    /// <param name="takeGeneration">Takes a generation that fences all tasks so far; called only when it is needed, in the caller's context.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when the connector keeps none there.</returns>
    Task<bool> StoreBesideDataAsync(Func<Task<long>> takeGeneration, CancellationToken cancellationToken);

    /// <summary>Does it, all or nothing.</summary>
    Task WriteAsync(CancellationToken cancellationToken);
}
