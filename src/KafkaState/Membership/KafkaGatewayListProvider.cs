using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Messaging;

namespace OrleansConnect.KafkaState.Membership;

/// <summary>The gateways of a client: the silos that are active and have one.</summary>
internal sealed class KafkaGatewayListProvider(MembershipLog log, IOptions<GatewayOptions> options) : IGatewayListProvider
{
    public TimeSpan MaxStaleness => options.Value.GatewayListRefreshPeriod;

    public bool IsUpdatable => true;

    public Task InitializeGatewayListProvider() => InitializeGatewayListProviderAsync();

    public Task InitializeGatewayListProviderAsync(CancellationToken cancellationToken = default) => log.OpenAsync(cancellationToken);

    public Task<IList<Uri>> GetGateways() => GetGatewaysAsync();

    public async Task<IList<Uri>> GetGatewaysAsync(CancellationToken cancellationToken = default)
    {
        var snapshot = await log.ReadAsync(cancellationToken);
        return
        [
            .. snapshot.Document.Rows
                .Where(row => row is { Status: SiloStatus.Active, ProxyPort: not 0 })
                .Select(row => ToGateway(SiloAddress.FromParsableString(row.Silo), row.ProxyPort)),
        ];
    }

    private static Uri ToGateway(SiloAddress silo, int port) => SiloAddress.New(silo.Endpoint.Address, port, silo.Generation).ToGatewayUri();
}
