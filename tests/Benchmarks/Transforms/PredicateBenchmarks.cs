using BenchmarkDotNet.Attributes;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Transforms;
using OrleansConnect.Transforms.Predicates;

namespace OrleansConnect.Benchmarks.Transforms;

/// <summary>A predicate that is not true: asked by itself, and by a chain whose only step therefore does not apply.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class PredicateBenchmarks : IDisposable
{
    private const int Records = 1_000;

    private static readonly Dictionary<string, (Func<IPredicate> Create, (string, string)[] Settings)> All = new()
    {
        ["HasHeaderKey"] = (() => new HasHeaderKey(), [("name", "h9")]),
        ["RecordIsTombstone"] = (() => new RecordIsTombstone(), []),
        ["TopicNameMatches"] = (() => new TopicNameMatches(), [("pattern", "orders-[a-z]+")]),
    };

    private SourceRecord[] _records = [];
    private IPredicate _predicate = new RecordIsTombstone();
    private TransformationChain? _chain;

    public static IEnumerable<string> Names => All.Keys;

    [ParamsSource(nameof(Names))]
    public string Name { get; set; } = "";

    /// <summary>Records come from so many topics in turn.</summary>
    [Params(1, 2)]
    public int Topics { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var (create, settings) = All[Name];
        _predicate = create();
        _predicate.Configure(settings.ToDictionary(setting => setting.Item1, setting => setting.Item2));
        _chain = new([new TransformationStep("step", new Filter(), _predicate)]);
        var headers = Headers.Empty.Add("h1", Schema.String, "x").Add("h2", Schema.String, "y").Add("h3", Schema.String, "z");
        string[] topics = [.. Enumerable.Range(0, Topics).Select(number => $"orders-{number}")];
        _records = [.. Enumerable.Range(0, Records).Select(number => new SourceRecord { Topic = topics[number % Topics], Value = "x", Headers = headers })];
    }

    [Benchmark(OperationsPerInvoke = Records)]
    public int Test()
    {
        var count = 0;
        foreach (var record in _records)
        {
            count += _predicate.Test(record) ? 1 : 0;
        }

        return count;
    }

    [Benchmark(OperationsPerInvoke = Records)]
    public int Chain()
    {
        // GlobalSetup has made it.
        var chain = _chain!;
        var count = 0;
        foreach (var record in _records)
        {
            count += chain.Apply(record, isOwned: false) is null ? 1 : 0;
        }

        return count;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _predicate.Dispose();
        GC.SuppressFinalize(this);
    }
}
