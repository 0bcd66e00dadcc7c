using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Messaging;
using OrleansConnect.KafkaState;
using OrleansConnect.KafkaState.Hosting;
using OrleansConnect.KafkaState.Membership;

#pragma warning disable IDE0130 // Extensions live where their builder does, so that they are found without a using.
namespace Orleans.Hosting;
#pragma warning restore IDE0130

/// <summary>Kafka as the place where a client finds its silos.</summary>
public static class KafkaStateClientBuilderExtensions
{
    /// <summary>The client finds its silos through the topic in which they find each other.</summary>
    public static IClientBuilder UseKafkaClustering(this IClientBuilder client, Action<OptionsBuilder<KafkaStateOptions>>? configure = null)
    {
        client.Services.AddKafkaState(KafkaStateServices.Membership, KafkaStateServices.Membership, configure);
        client.Services.TryAddSingleton(MembershipLog.Create);
        client.Services.AddSingleton<IGatewayListProvider, KafkaGatewayListProvider>();
        return client;
    }
}
