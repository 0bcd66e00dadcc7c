using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansConnect.Connectors.Files;
using OrleansConnect.Converters;
using OrleansConnect.Management.Hosting;
using OrleansConnect.Management.Requests;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Hosting;
using OrleansConnect.Runtime.Offsets;
using OrleansConnect.Tests.Conformance.Broker;
using OrleansConnect.Tests.Integration.KafkaState;

namespace OrleansConnect.Tests.Conformance.Validation;

/// <summary>A Kafka Connect worker and one of ours, with the same settings and the same Apache Kafka.</summary>
public sealed class ConnectWorkers(ApacheKafka kafka) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("connect-workers-").FullName;
    private Process? _java;
    private WebApplication? _app;

    /// <summary>The Java worker's REST interface.</summary>
    public HttpClient Theirs { get; private set; } = new();

    /// <summary>Our worker's.</summary>
    public HttpClient Ours { get; private set; } = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (string.IsNullOrEmpty(ApacheKafka.Home))
        {
            return;
        }

        var port = FreePorts.Next();
        var properties = Path.Combine(_folder, "worker.properties");
        await File.WriteAllTextAsync(properties, Properties($"http://127.0.0.1:{port}"), Cancel);
        _java = ApacheKafka.Run("connect-distributed.sh", properties);
        _java.BeginOutputReadLine();
        _java.BeginErrorReadLine();
        Ours = new() { BaseAddress = new Uri(await StartOursAsync()) };
        Theirs = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await UntilTheirsAnswersAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        if (_java is not null)
        {
            _java.Kill(entireProcessTree: true);
            await _java.WaitForExitAsync(CancellationToken.None);
            _java.Dispose();
        }

        Theirs.Dispose();
        Ours.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> StartOursAsync()
    {
        var settings = PropertiesFile.Parse(Properties("http://127.0.0.1:0")).ToDictionary(setting => setting.Key, string? (setting) => setting.Value);
        settings["grpc.listeners"] = "http://127.0.0.1:0";
        var config = WorkerConfig.Parse(settings);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddConnectManagement(settings);
        builder.Services.AddSingleton(new WorkerState(new("127.0.0.1:0", "1", "0")) { IsReady = true });
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePorts.Next(), FreePorts.Next());
            silo.AddTransientGrainStorage("connect");
            silo.Services.AddSingleton(new WorkerIdentity("127.0.0.1:0", "1", "0"));
            silo.Services.AddSingleton<ISourceOffsetStore, MemoryOffsetStore>();
            silo.AddOrleansConnect(config, typeof(WorkerConfig).Assembly, typeof(StringConverter).Assembly, typeof(FileSourceConnector).Assembly, TransformAssembly.Instance);
        });
        _app = builder.Build();
        _app.MapConnectRest();
        _app.MapConnectGrpc();
        await _app.StartAsync(Cancel);
        return _app.Urls.First();
    }

    private async Task UntilTheirsAnswersAsync()
    {
        var started = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var answer = await Theirs.GetAsync("/connectors", Cancel);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (started.Elapsed < TimeSpan.FromSeconds(90))
            {
                // It does not listen yet.
            }

            Assert.True(started.Elapsed < TimeSpan.FromSeconds(90), "The Java worker did not answer within 90 s.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Cancel);
        }
    }

    private string Properties(string listener) => $"""
        bootstrap.servers={kafka.BootstrapServers}
        group.id=connect-cluster
        listeners={listener}
        plugin.discovery=hybrid_warn
        key.converter=org.apache.kafka.connect.json.JsonConverter
        value.converter=org.apache.kafka.connect.json.JsonConverter
        config.storage.topic=validation-configs
        offset.storage.topic=validation-offsets
        status.storage.topic=validation-status
        config.storage.replication.factor=1
        offset.storage.replication.factor=1
        status.storage.replication.factor=1
        """;
}
