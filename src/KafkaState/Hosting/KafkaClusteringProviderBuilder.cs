using Microsoft.Extensions.Configuration;
using Orleans.Providers;
using OrleansConnect.KafkaState.Hosting;

[assembly: RegisterProvider("Kafka", "Clustering", "Silo", typeof(KafkaClusteringProviderBuilder))]
[assembly: RegisterProvider("Kafka", "Clustering", "Client", typeof(KafkaClusteringProviderBuilder))]
[assembly: RegisterProvider("KafkaServer", "Clustering", "Silo", typeof(KafkaClusteringProviderBuilder))]
[assembly: RegisterProvider("KafkaServer", "Clustering", "Client", typeof(KafkaClusteringProviderBuilder))]

namespace OrleansConnect.KafkaState.Hosting;

/// <summary>Clustering by configuration: <c>Orleans:Clustering:ProviderType=Kafka</c>, or KafkaServer as Aspire derives it.</summary>
internal sealed class KafkaClusteringProviderBuilder : IProviderBuilder<ISiloBuilder>, IProviderBuilder<IClientBuilder>
{
    public void Configure(ISiloBuilder builder, string? name, IConfigurationSection configurationSection) =>
        builder.UseKafkaClustering(KafkaProviderSettings.From(configurationSection));

    public void Configure(IClientBuilder builder, string? name, IConfigurationSection configurationSection) =>
        builder.UseKafkaClustering(KafkaProviderSettings.From(configurationSection));
}
