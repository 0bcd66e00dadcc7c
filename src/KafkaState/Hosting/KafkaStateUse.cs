using OrleansConnect.Kafka.Log;

namespace OrleansConnect.KafkaState.Hosting;

/// <summary>Something that is kept in a topic: the name of its options, and what it is, which names the topic where the options don't.</summary>
internal sealed record KafkaStateUse(string OptionsName, string Role)
{
    public VersionedLogSettings SettingsOf(IServiceProvider services) => services.GetKafkaStateOptions(OptionsName).ToLogSettings(Role);
}
