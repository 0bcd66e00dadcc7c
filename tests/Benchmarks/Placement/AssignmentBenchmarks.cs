using System.Net;
using BenchmarkDotNet.Attributes;
using OrleansConnect.Runtime.Placement;

namespace OrleansConnect.Benchmarks.Placement;

/// <summary>Assigning 1,000 connectors with 10,000 tasks: from nothing, after a loss, after a join, and all at once from one silo to a hundred.</summary>
[MemoryDiagnoser]
public class AssignmentBenchmarks
{
    private static readonly HashSet<SiloAddress> NobodyHeld = [];

    private readonly PlacedConnector[] _new =
        [.. Enumerable.Range(0, 1000).Select(connector => new PlacedConnector($"connector-{connector:D4}", new([], 1 + (connector % 3)), null, new SiloAddress?[10]))];

    private Member[] _members = [];
    private PlacedConnector[] _placed = [];
    private PlacedConnector[] _onOne = [];

    [Params(3, 100)]
    public int Silos { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _members = [.. Enumerable.Range(0, Silos + 1).Select(silo =>
            new Member(SiloAddress.New(IPAddress.Loopback, 11000 + silo, 1), $"worker-{silo}", "1", [], false))];
        _placed = [.. ClusterPlan.Compute(_members[..Silos], _new, NobodyHeld)];
        _onOne = [.. ClusterPlan.Compute(_members[..1], _new, NobodyHeld)];
    }

    [Benchmark]
    public object FromNothing() => ClusterPlan.Compute(_members[..Silos], _new, NobodyHeld);

    [Benchmark]
    public object AfterALoss() => ClusterPlan.Compute(_members[1..Silos], _placed, NobodyHeld);

    [Benchmark]
    public object AfterAJoin() => ClusterPlan.Compute(_members, _placed, NobodyHeld);

    [Benchmark]
    public object FromOneToAll() => ClusterPlan.Compute(_members, _onOne, NobodyHeld);
}
