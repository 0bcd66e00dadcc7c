using System.Net;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Serialization;
using Orleans.Storage;
using OrleansConnect.Runtime.Grains;
using OrleansConnect.Runtime.Placement;

namespace OrleansConnect.Benchmarks.State;

/// <summary>What the cluster grain writes with every connector that is created: its state made to bytes, by Orleans' JSON serializer and by its binary one.</summary>
[MemoryDiagnoser]
public class ClusterStateBenchmarks
{
    private readonly IHost _host = Host.CreateDefaultBuilder().UseOrleans(silo => silo.UseLocalhostClustering()).Build();
    private IGrainStorageSerializer? _json;
    private OrleansGrainStorageSerializer? _binary;
    private ClusterAssignment? _assignment;

    [Params(300, 1000)]
    public int Connectors { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _json = _host.Services.GetRequiredService<IGrainStorageSerializer>();
        _binary = new(_host.Services.GetRequiredService<Serializer>());
        _assignment = new(new(TimeSpan.Zero, TimeProvider.System), new(TimeProvider.System, NullLogger.Instance));
        SiloAddress[] silos = [.. Enumerable.Range(1, 3).Select(silo => SiloAddress.New(IPAddress.Loopback, 11000 + silo, 1))];
        foreach (var silo in silos)
        {
            _assignment.Take(new(new(silo, $"127.0.0.1:{silo.Endpoint.Port}", "0.1.0", [], false), 1, silos));
        }

        for (var connector = 0; connector < Connectors; connector++)
        {
            _assignment.Add($"connector-{connector:D4}", PlacementWish.None, silos[0]);
            _assignment.Set($"connector-{connector:D4}", PlacementWish.None, 1);
        }
    }

    [GlobalCleanup]
    public void CleanUp() => _host.Dispose();

    [Benchmark]
    public object? Save() => _assignment?.Save();

    [Benchmark]
    public int SaveAsJson() => _json?.Serialize(_assignment?.Save()).ToMemory().Length ?? 0;

    [Benchmark]
    public int SaveAsBinary() => _binary?.Serialize(_assignment?.Save()).ToMemory().Length ?? 0;
}
