using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using OrleansConnect.KafkaState;

namespace OrleansConnect.Tests.Integration.KafkaState;

/// <summary>The services of a silo that is not started: enough to try storage, membership and reminders one by one.</summary>
internal static class StateServices
{
    public static IHost Build(string bootstrapServers, string clusterId, string serviceId, Action<KafkaStateOptions>? configure = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (clusterId, serviceId));
            silo.UseKafkaClustering(options => options.Configure(Set));
            silo.AddKafkaGrainStorage("Default", options => options.Configure(Set));
            silo.UseKafkaReminders(options => options.Configure(Set));
        });
        return builder.Build();

        void Set(KafkaStateOptions options)
        {
            options.BootstrapServers = bootstrapServers;
            configure?.Invoke(options);
        }
    }

    /// <summary>The services of a client that is not started.</summary>
    public static IHost BuildClient(string bootstrapServers, string clusterId)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (clusterId, "service"));
            client.UseKafkaClustering(options => options.Configure(state => state.BootstrapServers = bootstrapServers));
        });
        return builder.Build();
    }

    public static T Get<T>(this IHost host)
        where T : notnull => host.Services.GetRequiredService<T>();
}
