using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Management.Hosting;
using OrleansConnect.Management.Requests;
using OrleansConnect.Management.Rest;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Plugins;
using OrleansConnect.Runtime.Preview;
using OrleansConnect.Runtime.Validation;

namespace OrleansConnect.Tests.Integration.Management.Fakes;

/// <summary>The management interfaces on a real web server, over a cluster in memory.</summary>
internal sealed class ManagementHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ManagementHost(WebApplication app, FakeCluster cluster)
    {
        _app = app;
        Cluster = cluster;
        var addresses = app.Urls.ToArray();
        Rest = new HttpClient { BaseAddress = new Uri(addresses[0]) };
        GrpcAddress = addresses[1];
    }

    public FakeCluster Cluster { get; }

    public WorkerState Worker => _app.Services.GetRequiredService<WorkerState>();

    public HttpClient Rest { get; }

    /// <summary>A part of the host.</summary>
    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public string GrpcAddress { get; }

    public static async Task<ManagementHost> StartAsync(
        CancellationToken cancellationToken,
        FakeCluster? cluster = null,
        IReadOnlyDictionary<string, string?>? settings = null,
        RestOptions? restOptions = null,
        PluginRegistry? plugins = null,
        IReadOnlyDictionary<string, IConfigProvider>? providers = null,
        TimeSpan? validationLimit = null)
    {
        cluster ??= new();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (restOptions is not null)
        {
            builder.Services.AddSingleton(restOptions);
        }

        builder.Services.AddSingleton<IGrainFactory>(new FakeGrains(cluster));
        builder.Services.AddSingleton(plugins ?? TestPlugins.Registry());
        var worker = WorkerConfig.Parse(new Dictionary<string, string?>(settings ?? new Dictionary<string, string?>())
        {
            ["bootstrap.servers"] = "127.0.0.1:1",
            ["group.id"] = "connect-cluster",
        });
        builder.Services.AddSingleton(worker);
        builder.Services.AddSingleton<PluginDefinitions>();
        builder.Services.AddSingleton(new VariableResolver(providers ?? new Dictionary<string, IConfigProvider>()));
        builder.Services.AddSingleton(services => new ConnectorValidator(
            services.GetRequiredService<PluginRegistry>(),
            services.GetRequiredService<PluginDefinitions>(),
            services.GetRequiredService<VariableResolver>(),
            worker,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<ConnectorValidator>>())
        {
            TimeLimit = validationLimit ?? TimeSpan.FromSeconds(85),
        });
        builder.Services.AddSingleton<ConnectorPreview>();
        builder.Services.AddSingleton(new WorkerState(new(FakeCluster.WorkerId, "4.3.1", "26b251a451ce941d")) { IsReady = true, KafkaClusterId = "abc" });
        builder.Services.AddConnectManagement(new Dictionary<string, string?>(settings ?? new Dictionary<string, string?>())
        {
            ["listeners"] = "http://127.0.0.1:0",
            ["grpc.listeners"] = settings?.GetValueOrDefault("grpc.listeners") ?? "http://127.0.0.1:0",
        });
        var app = builder.Build();
        app.MapConnectRest();
        app.MapConnectGrpc();
        await app.StartAsync(cancellationToken);
        return new(app, cluster);
    }

    public async ValueTask DisposeAsync()
    {
        Rest.Dispose();
        await _app.DisposeAsync();
    }
}
