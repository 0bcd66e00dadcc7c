using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansConnect.Kafka.Log;

namespace OrleansConnect.KafkaState.Hosting;

/// <summary>Kafka as the store of a host.</summary>
public static class KafkaStateHostExtensions
{
    /// <summary>
    /// Begins to open the topics in which the host's services keep something. Called before the host is started, it makes the start shorter: Kafka answers while the silo is put
    /// together. What fails here fails again, and is told, where the topic is needed.
    /// </summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options of one are not valid.</exception>
    public static void BeginOpeningKafkaState(this IHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var logs = host.Services.GetService<KafkaStateLogs>();
        VersionedLogSettings[] settings = [.. host.Services.GetServices<KafkaStateUse>().Select(use => use.SettingsOf(host.Services))];
        foreach (var log in settings)
        {
            logs?.BeginOpening(log);
        }
    }
}
