using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrleansConnect.Management.Grpc;
using OrleansConnect.Management.Requests;
using OrleansConnect.Management.Rest;
using OrleansConnect.Management.Rest.Groups;
using OrleansConnect.Management.Rest.Pipeline;
using OrleansConnect.Management.Watching;
using OrleansConnect.Runtime.Preview;

namespace OrleansConnect.Management.Hosting;

/// <summary>Registers the management interfaces.</summary>
public static class ManagementServices
{
    /// <summary>
    /// Adds gRPC and REST and makes the web server listen for them; <c>MapConnectGrpc</c> and <c>MapConnectRest</c> open them. Needs an <see cref="IGrainFactory"/>, a
    /// <see cref="WorkerState"/>, the worker's <c>WorkerConfig</c>, a <c>PluginRegistry</c>, <c>PluginDefinitions</c>, a <c>ConnectorValidator</c>, a <c>ConnectorPreview</c> and, for calls about
    /// dead letters, a <c>ConnectorDeadLetters</c>.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="workerSettings">The worker's settings, of which those in <see cref="ListenerOptions.Definition"/> and <see cref="RestOptions.Definition"/> are read.</param>
    /// <exception cref="Abstractions.Errors.ConfigException">A setting is not valid.</exception>
    public static IServiceCollection AddConnectManagement(this IServiceCollection services, IReadOnlyDictionary<string, string?> workerSettings)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(ListenerOptions.Parse(workerSettings));
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, ListenerSetup>();
        services.AddSingleton<ConnectorRequests>();
        services.AddSingleton<PluginCatalog>();
        services.AddSingleton<PreviewGate>();
        return services.AddRest(RestOptions.Parse(workerSettings)).AddGrpcDoor();
    }

    private static IServiceCollection AddRest(this IServiceCollection services, RestOptions options)
    {
        services.TryAddSingleton(options);
        services.AddSingleton<RestDispatcher>();
        services.AddSingleton<IRestGroup, WorkerGroup>();
        services.AddSingleton<IRestGroup, ConnectorsGroup>();
        services.AddSingleton<IRestGroup, ConfigGroup>();
        services.AddSingleton<IRestGroup, StateGroup>();
        services.AddSingleton<IRestGroup, TopicsGroup>();
        services.AddSingleton<IRestGroup, OffsetsGroup>();
        services.AddSingleton<IRestGroup, PluginsGroup>();
        services.AddSingleton<IRestGroup, PreviewGroup>();
        return services.AddCors(cors => cors.AddDefaultPolicy(policy => CrossOrigin.Configure(policy, options)));
    }

    private static IServiceCollection AddGrpcDoor(this IServiceCollection services)
    {
        services.AddGrpc(grpc =>
        {
            grpc.Interceptors.Add<ErrorInterceptor>();
            grpc.Interceptors.Add<ReadinessInterceptor>();

            // Previews are the only large messages; the rest is for what surrounds their bytes.
            grpc.MaxReceiveMessageSize = 2 * PreviewRequest.BytesMax;
        });
        services.AddGrpcReflection();
        return services.AddSingleton<StatusWatches>();
    }
}
