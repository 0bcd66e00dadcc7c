using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Storage;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Connectors.Datagen;
using OrleansConnect.Connectors.Files;
using OrleansConnect.Converters;
using OrleansConnect.Management.Hosting;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Offsets;
using OrleansConnect.Transforms;

namespace OrleansConnect.Silo;

/// <summary>Makes the Orleans silo of a worker.</summary>
internal static class SiloSetup
{
    private const string OffsetFile = "offset.storage.file.filename";

    // Of connectors and tasks, whose places a silo remembers. Room for a million, which is Orleans' default, is 18 MB at rest.
    private const int RememberedGrains = 20_000;

    public static void Configure(ISiloBuilder silo, bool isStandalone, WorkerConfig config)
    {
        ClaimListeners(config);
        silo.Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = config.GroupId);
        silo.Configure<GrainDirectoryOptions>(options => options.CacheSize = RememberedGrains);
        silo.AddOrleansConnect(
            config,
            typeof(WorkerConfig).Assembly,
            typeof(StringConverter).Assembly,
            typeof(Cast).Assembly,
            typeof(FileSourceConnector).Assembly,
            typeof(DatagenSourceConnector).Assembly);
        if (isStandalone)
        {
            UseOwnMemory(silo);
        }
        else
        {
            UseKafka(silo, config);
        }

        if (isStandalone && config.Settings.GetValueOrDefault(OffsetFile) is { Length: > 0 } file)
        {
            RequireAtLeastOnce(config);
            silo.Services.AddSingleton<ISourceOffsetStore>(_ => new FileOffsetStore(file));
        }
        else
        {
            silo.Services.AddSingleton(KafkaTopics.ForOffsets(config));
            silo.Services.AddSingleton<KafkaOffsetStore>();
            silo.Services.AddSingleton<ISourceOffsetStore>(services => services.GetRequiredService<KafkaOffsetStore>());
            silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, OffsetTopicStartup>();
        }
    }

    // They listen only after the silo's own ports were chosen.
    private static void ClaimListeners(WorkerConfig config)
    {
        var listeners = ListenerOptions.Parse(config.Settings);
        foreach (var listener in listeners.Rest.Concat(listeners.Grpc))
        {
            _ = PortClaims.TryAdd(listener.Port);
        }
    }

    private static void RequireAtLeastOnce(WorkerConfig config)
    {
        if (config.IsExactlyOnceEnabled)
        {
            throw new ConfigException(
                $"'exactly.once.source.support' is 'enabled', but '{OffsetFile}' has this worker keep source offsets in a file, which no transaction reaches. Leave out one of them.");
        }
    }

    // A standalone worker keeps to itself: its connectors come from files at every start.
    private static void UseOwnMemory(ISiloBuilder silo)
    {
        silo.UseLocalhostClustering(FreePort.Next(), FreePort.Next());
        silo.AddTransientGrainStorage("connect");
    }

    private static void UseKafka(ISiloBuilder silo, WorkerConfig config)
    {
        silo.Configure<EndpointOptions>(options =>
        {
            options.AdvertisedIPAddress = config.AdvertisedAddress;
            options.SiloPort = config.SiloPort ?? FreePort.Next();
            options.GatewayPort = config.GatewayPort ?? FreePort.Next();
        });
        silo.UseFastFailover();
        silo.Configure<ClusterMembershipOptions>(options => options.ProbeTimeout = options.MaxProbeTimeout = config.ProbeTimeout);
        silo.UseKafkaClustering(options => options.Configure(state => KafkaTopics.ForMembership(state, config)));
        silo.AddKafkaGrainStorage("connect", options => options.Configure<Serializer>((state, serializer) =>
        {
            KafkaTopics.ForState(state, config);

            // The catalog of all connectors is written with each that is created: as JSON that costs seven times as much.
            state.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
        }));
    }
}
