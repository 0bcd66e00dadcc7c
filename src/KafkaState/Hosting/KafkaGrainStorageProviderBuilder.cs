using Microsoft.Extensions.Configuration;
using Orleans.Providers;
using OrleansConnect.KafkaState.Hosting;

[assembly: RegisterProvider("Kafka", "GrainStorage", "Silo", typeof(KafkaGrainStorageProviderBuilder))]
[assembly: RegisterProvider("KafkaServer", "GrainStorage", "Silo", typeof(KafkaGrainStorageProviderBuilder))]

namespace OrleansConnect.KafkaState.Hosting;

/// <summary>Grain storage by configuration: <c>Orleans:GrainStorage:NAME:ProviderType=Kafka</c>.</summary>
internal sealed class KafkaGrainStorageProviderBuilder : IProviderBuilder<ISiloBuilder>
{
    public void Configure(ISiloBuilder builder, string? name, IConfigurationSection configurationSection) =>
        builder.AddKafkaGrainStorage(name ?? "Default", KafkaProviderSettings.From(configurationSection));
}
