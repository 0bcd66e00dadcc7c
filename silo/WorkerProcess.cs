using OrleansConnect.KafkaState.Hosting;
using OrleansConnect.Management.Hosting;
using OrleansConnect.Management.Requests;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Offsets;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Silo;

/// <summary>Runs one worker until it is told to stop.</summary>
internal static partial class WorkerProcess
{
    private const string BootstrapServers = "bootstrap.servers";

    // After which the host gives up stopping gracefully, which happens while Kafka is away. Clients then take a few seconds to close, and half a minute is what operators are told.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(24);

    public static async Task RunAsync(WorkerArguments arguments)
    {
        var connectors = await StandaloneConnectors.ReadAsync(arguments.ConnectorFiles, CancellationToken.None);
        using var loggers = LoggerFactory.Create(WorkerLog.Configure);
        var logger = loggers.CreateLogger(nameof(WorkerProcess));
        var settings = new Dictionary<string, string?>(arguments.Settings, StringComparer.Ordinal);
        await using var broker = settings.ContainsKey(BootstrapServers) ? null : await BrokerProcess.StartAsync(arguments.Broker, loggers);
        if (broker is not null)
        {
            settings[BootstrapServers] = broker.BootstrapServers;
            LogEmbeddedKafka(logger, broker.BootstrapServers, Path.GetFullPath(arguments.Broker.DataDirectory));
        }

        var config = await ConfigOfAsync(settings, loggers, logger);
        await using var app = Build(arguments.IsStandalone, config);
        var state = app.Services.GetRequiredService<WorkerState>();
        state.CreatesConnectors = connectors.Count > 0;
        if (!await StartAsync(app))
        {
            LogStoppedEarly(logger);
            return;
        }

        var listeners = app.Services.GetRequiredService<ListenerOptions>();
        LogReady(logger, listeners.WorkerId, config.GroupId, string.Join(", ", listeners.Rest), string.Join(", ", listeners.Grpc));
        try
        {
            await StandaloneConnectors.CreateAsync(connectors, app.Services, CancellationToken.None);
            state.CreatesConnectors = false;
        }
        catch
        {
            await app.StopAsync();
            throw;
        }

        await app.WaitForShutdownAsync();
    }

    private static async Task<WorkerConfig> ConfigOfAsync(Dictionary<string, string?> settings, ILoggerFactory loggers, ILogger logger)
    {
        var scanner = new PluginScanner(loggers.CreateLogger<PluginScanner>());
        var config = WorkerConfig.Parse(await WorkerVariables.ResolveAsync(settings, scanner, CancellationToken.None));
        foreach (var warning in config.Warnings)
        {
            LogSettingWithoutEffect(logger, warning.IsGrave ? LogLevel.Error : LogLevel.Warning, warning.Text);
        }

        return config;
    }

    // False if it was told to stop meanwhile. What did start is stopped: disposed while it runs, it would tell of an error of its own.
    private static async Task<bool> StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
            return true;
        }
        catch (Exception error)
        {
            var wasStopped = app.Lifetime.ApplicationStopping.IsCancellationRequested && StartFailure.IsCancellation(error);
            await app.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!wasStopped)
            {
                throw;
            }

            return false;
        }
    }

    private static WebApplication Build(bool isStandalone, WorkerConfig config)
    {
        // Settings are read once. To watch their folder would mean to hear of every line that a sink writes there.
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        IHostApplicationLifetime? lifetime = null;
        WorkerLog.Configure(builder.Logging, () => lifetime, TimeProvider.System);
        builder.Services.AddConnectManagement(config.Settings);
        builder.Services.AddSingleton(provider => WorkerIdentities.Of(provider.GetRequiredService<ListenerOptions>()));
        builder.Services.AddSingleton<WorkerState>();
        builder.Services.AddHostedService<WorkerStartup>();
        builder.Services.AddHostedService<RestingMemory>();
        builder.UseOrleans(silo => SiloSetup.Configure(silo, isStandalone, config));
        builder.Services.Configure<HostOptions>(host =>
        {
            // REST and gRPC are open while the silo starts, which Kafka may keep waiting, and tell of it.
            (host.ServicesStartConcurrently, host.ShutdownTimeout) = (true, ShutdownTimeout);
        });
        var app = builder.Build();
        lifetime = app.Lifetime;

        // Kafka answers while the silo is put together.
        app.BeginOpeningKafkaState();
        app.Services.GetService<KafkaOffsetStore>()?.BeginOpening();
        app.MapConnectRest();
        app.MapConnectGrpc();
        return app;
    }

    [LoggerMessage(LogLevel.Information, "Embedded Kafka serves on {Servers} with its data in {Folder}.")]
    private static partial void LogEmbeddedKafka(ILogger logger, string servers, string folder);

    [LoggerMessage(LogLevel.Information, "The worker was told to stop before it was ready.")]
    private static partial void LogStoppedEarly(ILogger logger);

    [LoggerMessage("{Warning}")]
    private static partial void LogSettingWithoutEffect(ILogger logger, LogLevel level, string warning);

    [LoggerMessage(LogLevel.Information, "Worker {Worker} of cluster '{Cluster}' is ready: REST on {Rest}, gRPC on {Grpc}.")]
    private static partial void LogReady(ILogger logger, string worker, string cluster, string rest, string grpc);
}
