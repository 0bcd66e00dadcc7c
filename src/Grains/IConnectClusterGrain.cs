using Orleans.Concurrency;

namespace OrleansConnect.Grains;

/// <summary>The cluster: which connectors there are, and who does what. There is one, with key 0.</summary>
[Alias("connect.IConnectClusterGrain")]
public interface IConnectClusterGrain : IGrainWithIntegerKey
{
    /// <summary>The names of all connectors, sorted.</summary>
    [Alias("ListConnectors"), AlwaysInterleave]
    Task<IReadOnlyList<string>> ListConnectors(CancellationToken cancellationToken);

    /// <summary>The workers and what is assigned to them.</summary>
    [Alias("ListWorkers"), AlwaysInterleave]
    Task<IReadOnlyList<WorkerInfo>> ListWorkers(CancellationToken cancellationToken);

    /// <summary>The workers, what nobody has, and what was moved lately.</summary>
    [Alias("GetOverview"), AlwaysInterleave]
    Task<ClusterOverview> GetOverview(CancellationToken cancellationToken);

    /// <summary>The movements that are remembered and have a higher id, the oldest first.</summary>
    [Alias("GetMovements"), AlwaysInterleave]
    Task<IReadOnlyList<Movement>> GetMovements(long afterId, CancellationToken cancellationToken);

    /// <summary>Starts or renews the delivery of status changes to an observer; it ends five minutes after the last call.</summary>
    [Alias("Subscribe"), AlwaysInterleave]
    Task Subscribe(IStatusObserver observer, CancellationToken cancellationToken);

    /// <summary>Ends the delivery.</summary>
    [Alias("Unsubscribe"), AlwaysInterleave]
    Task Unsubscribe(IStatusObserver observer, CancellationToken cancellationToken);
}
