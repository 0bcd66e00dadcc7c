using Orleans.Concurrency;

namespace OrleansConnect.Runtime.Grains;

/// <summary>What the cluster grain, task grains and the connector's own plugin say to a connector grain.</summary>
[Alias("connect.runtime.IConnectorControl")]
internal interface IConnectorControl : IGrainWithStringKey
{
    /// <summary>Wakes the connector after its silo died or the cluster was restarted; false when there is no such connector.</summary>
    [Alias("Ensure"), AlwaysInterleave]
    Task<bool> Ensure();

    /// <summary>The assignment of its tasks has changed, or a silo with some of them has died.</summary>
    [Alias("OnTasksMoved"), AlwaysInterleave]
    Task OnTasksMoved();

    /// <summary>Moves the connector itself.</summary>
    [Alias("MoveTo"), AlwaysInterleave]
    Task MoveTo(SiloAddress silo);

    /// <summary>A task has news.</summary>
    [Alias("OnTaskReport"), AlwaysInterleave]
    Task OnTaskReport(TaskReport report);

    /// <summary>The plugin asks for new task configurations.</summary>
    [Alias("OnReconfigurationRequested"), AlwaysInterleave]
    Task OnReconfigurationRequested(long instance);

    /// <summary>The plugin has failed.</summary>
    [Alias("OnErrorRaised"), AlwaysInterleave]
    Task OnErrorRaised(long instance, string trace);
}
