using Microsoft.Extensions.Configuration;
using Orleans.Providers;
using OrleansConnect.KafkaState.Hosting;

[assembly: RegisterProvider("Kafka", "Reminders", "Silo", typeof(KafkaRemindersProviderBuilder))]
[assembly: RegisterProvider("KafkaServer", "Reminders", "Silo", typeof(KafkaRemindersProviderBuilder))]

namespace OrleansConnect.KafkaState.Hosting;

/// <summary>Reminders by configuration: <c>Orleans:Reminders:ProviderType=Kafka</c>.</summary>
internal sealed class KafkaRemindersProviderBuilder : IProviderBuilder<ISiloBuilder>
{
    public void Configure(ISiloBuilder builder, string? name, IConfigurationSection configurationSection) =>
        builder.UseKafkaReminders(KafkaProviderSettings.From(configurationSection));
}
