using Orleans.Concurrency;

namespace OrleansConnect.Runtime.Grains;

/// <summary>What the cluster grain, task grains and the connector's own plugin say to a connector grain.</summary>
[Alias("connect.runtime.IConnectorControl")]
internal interface IConnectorControl : IGrainWithStringKey
{
    /// <summary>
    /// Wakes the connector after its silo died, has it move when it is elsewhere than on that silo, and look at where its tasks are to be; false when there is no such connector.
    /// The call carries a placement hint for that silo.
    /// </summary>
    [Alias("Ensure"), AlwaysInterleave]
    Task<bool> Ensure(SiloAddress silo);

    /// <summary>A task has news; false when that runner is not wanted any more.</summary>
    [Alias("OnTaskReport"), AlwaysInterleave]
    Task<bool> OnTaskReport(TaskReport report);

    /// <summary>A task was abandoned because it did not stop, or has ended after all.</summary>
    [Alias("OnLeftBehind"), AlwaysInterleave]
    Task OnLeftBehind(LeftBehindTask task);

    /// <summary>The plugin asks for new task configurations.</summary>
    [Alias("OnReconfigurationRequested"), AlwaysInterleave]
    Task OnReconfigurationRequested(long instance);

    /// <summary>The plugin has failed.</summary>
    [Alias("OnErrorRaised"), AlwaysInterleave]
    Task OnErrorRaised(long instance, string trace);
}
