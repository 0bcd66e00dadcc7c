using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace OrleansConnect.Benchmarks.State;

/// <summary>The services of a silo that is not started, with topics of its own.</summary>
internal static class StateHost
{
    public static IHost Build(string bootstrapServers)
    {
        var name = $"state-bench-{Guid.NewGuid():n}";
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = name);
            silo.UseKafkaClustering(options => options.Configure(state => (state.BootstrapServers, state.TopicPrefix) = (bootstrapServers, name)));
            silo.AddKafkaGrainStorage("Default", options => options.Configure(state => (state.BootstrapServers, state.TopicPrefix) = (bootstrapServers, name)));
        });
        return builder.Build();
    }
}
