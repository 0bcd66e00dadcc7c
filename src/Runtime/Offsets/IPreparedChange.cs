using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>A change of offsets that was checked and can be done.</summary>
internal interface IPreparedChange
{
    /// <summary>The offsets that it replaces.</summary>
    IReadOnlyList<ConnectorOffset> Before { get; }

    /// <summary>Whether all offsets are as wanted before it is done.</summary>
    bool IsDone { get; }

    /// <summary>Asks the plugin; true when nothing else has to be done in the external system.</summary>
    Task<bool> AskPluginAsync(CancellationToken cancellationToken);

    /// <summary>Does it, all or nothing.</summary>
    Task WriteAsync(CancellationToken cancellationToken);
}
