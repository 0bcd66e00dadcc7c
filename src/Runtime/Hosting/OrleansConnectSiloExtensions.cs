using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Orleans.Runtime.Hosting;
using Orleans.Serialization;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Admin;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Connectors;
using OrleansConnect.Runtime.DeadLetters;
using OrleansConnect.Runtime.Grains;
using OrleansConnect.Runtime.Offsets;
using OrleansConnect.Runtime.Hosting;
using OrleansConnect.Runtime.Metrics;
using OrleansConnect.Runtime.Placement;
using OrleansConnect.Runtime.Plugins;
using OrleansConnect.Runtime.Preview;
using OrleansConnect.Runtime.Tasks;
using OrleansConnect.Runtime.Validation;

#pragma warning disable IDE0130 // Extensions live where their builder does, so that they are found without a using.
namespace Orleans.Hosting;
#pragma warning restore IDE0130

/// <summary>Makes a silo a worker.</summary>
public static class OrleansConnectSiloExtensions
{
    // Less than the three probes after which the others declare a silo dead that does not answer.
    private const double ProbesOfLease = 2.5;

    /// <summary>
    /// Adds the grains' services. Needs a grain storage named <c>connect</c>, an <c>ISourceOffsetStore</c> and the worker's <see cref="WorkerIdentity"/>.
    /// </summary>
    /// <param name="silo">The silo.</param>
    /// <param name="config">The worker's settings.</param>
    /// <param name="builtIn">The assemblies with the plugins that come along.</param>
    public static ISiloBuilder AddOrleansConnect(this ISiloBuilder silo, WorkerConfig config, params Assembly[] builtIn)
    {
        var services = silo.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(config);
        services.AddSingleton<PluginScanner>();
        services.AddSingleton(provider => new PluginRegistry(
            builtIn.SelectMany(assembly => PluginTypes.In(assembly, PluginTypes.BuiltIn)).Concat(provider.GetRequiredService<PluginScanner>().Scan(config.PluginPath))));
        services.AddSingleton(provider => new VariableResolver(ConfigProviders.Create(config.Settings, provider.GetRequiredService<PluginRegistry>())));
        services.AddSingleton<ConnectorStarter>();
        services.AddSingleton<SourceOffsetStores>();
        services.AddSingleton<OffsetsOpener>();
        services.AddSingleton<PluginDefinitions>();
        services.AddSingleton<ConnectorValidator>();
        services.AddSingleton<ConnectorPreview>();
        services.AddSingleton<ConnectorServices>();
        services.AddSingleton<TransactionFence>();
        services.AddSingleton<ITopicTracker, GrainTopicTracker>();
        services.AddSingleton<TaskServices>();
        services.AddSingleton<ITaskRunnerFactory, TaskRunnerFactory>();
        services.AddSingleton<ConnectorDeadLetters>();
        AddKafka(services, config);
        services.AddMetrics();
        services.AddSingleton<ConnectMeter>();
        services.AddSingleton<LocalTasks>();
        services.AddSingleton<TaskGrainServices>();
        services.AddSingleton(WorkerLease.For(config.ProbeTimeout * ProbesOfLease));
        services.AddSingleton<SignsOfLife>();
        services.AddHostedService<LivenessWatch>();
        services.AddSingleton<WorkerPresence>();
        services.AddSingleton<MembershipWatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<MembershipWatcher>());
        services.AddHostedService<Drain>();

        // What was refused has a cause of any type, which the caller may see on another silo.
        services.Configure<ExceptionSerializationOptions>(options => options.SupportedExceptionTypeFilter = _ => true);
        silo.AddPlacementDirector<AssignedPlacement, AssignedPlacementDirector>();
        return silo;
    }

    /// <summary>Adds a grain storage that lasts as long as the process.</summary>
    public static ISiloBuilder AddTransientGrainStorage(this ISiloBuilder silo, string name)
    {
        silo.Services.AddGrainStorage(name, (_, _) => new TransientGrainStorage());
        return silo;
    }

    // What the worker asks of Kafka besides records.
    private static void AddKafka(IServiceCollection services, WorkerConfig config)
    {
        services.AddSingleton(provider => new KafkaAdmin(
            ClientSettings.ForAdmin(config.ClientSettings, config.WithPrefix("admin.")),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<KafkaAdmin>>()));
        services.AddSingleton<ConsumerClusters>();
        services.AddSingleton<ITopicPartitions>(provider => new KafkaTopicPartitions(
            provider.GetRequiredService<ConsumerClusters>().Of, provider.GetRequiredService<VariableResolver>(), config, provider.GetRequiredService<TimeProvider>()));
    }
}
