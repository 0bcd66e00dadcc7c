using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Validation;
using OrleansConnect.Runtime.Connectors;
using OrleansConnect.Runtime.Hosting;
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
    TimeProvider Time)
{
    public SiloAddress LocalSilo => Silo.SiloAddress;
}
