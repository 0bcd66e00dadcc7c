using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Validation;
using OrleansConnect.Runtime.Connectors;
using OrleansConnect.Runtime.Hosting;
using OrleansConnect.Runtime.Offsets;
using OrleansConnect.Runtime.Placement;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Runtime.Grains;

/// <summary>What connector grains have in common on a silo.</summary>
internal sealed record ConnectorServices(
    ConnectorStarter Starter,
    ConnectorValidator Validator,
    ITopicPartitions Topics,
    TransactionFence Fence,
    WorkerConfig Config,
    WorkerIdentity Worker,
    IClusterMembershipService Membership,
    ILocalSiloDetails Silo,
    OffsetsOpener Offsets,
    WorkerLease Lease,
    TimeProvider Time)
{
    public SiloAddress LocalSilo => Silo.SiloAddress;

    /// <summary>The configuration with the connector's name in it, if it is valid.</summary>
    public async Task<IReadOnlyDictionary<string, string?>> ValidateAsync(
        string connector, IReadOnlyDictionary<string, string?> config, CancellationToken cancellationToken)
    {
        var named = ConnectorName.AddTo(config, connector);
        await Validator.RequireValidAsync(named, cancellationToken);
        return named;
    }
}
