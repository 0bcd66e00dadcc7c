using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Hosting;

namespace OrleansConnect.Runtime.Placement;

/// <summary>What this worker tells the cluster grain of itself.</summary>
internal sealed class WorkerPresence(ILocalSiloDetails silo, WorkerIdentity worker, WorkerConfig config)
{
    private volatile bool _isLeaving;

    /// <summary>Who this worker is at the moment.</summary>
    public Member Self => new(silo.SiloAddress, worker.WorkerId, worker.Version, config.Labels, _isLeaving);

    public void SetLeaving() => _isLeaving = true;
}
