using BenchmarkDotNet.Attributes;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Transforms;

namespace OrleansConnect.Benchmarks.Transforms;

/// <summary>One record of ten fields through one transformation, with a schema and without.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class TransformBenchmarks : IDisposable
{
    private static readonly Dictionary<string, (Func<ITransformation> Create, (string, string)[] Settings)> All = new()
    {
        ["InsertField"] = (() => new InsertField(RecordPart.Value), [("topic.field", "topic"), ("timestamp.field", "at")]),
        ["ReplaceField"] = (() => new ReplaceField(RecordPart.Value), [("exclude", "f1"), ("renames", "f2:g2")]),
        ["MaskField"] = (() => new MaskField(RecordPart.Value), [("fields", "f3,f4")]),
        ["Cast"] = (() => new Cast(RecordPart.Value), [("spec", "f2:string,f4:int32")]),
        ["TimestampConverter"] = (() => new TimestampConverter(RecordPart.Value), [("field", "f0"), ("target.type", "string"), ("format", "yyyy-MM-dd HH:mm:ss")]),
        ["Flatten"] = (() => new Flatten(RecordPart.Value), []),
        ["RegexRouter"] = (() => new RegexRouter(), [("regex", "(.*)"), ("replacement", "x-$1")]),
    };

    private ITransformation _transformation = new Filter();
    private ConnectRecord _record = new SourceRecord { Topic = "t" };

    public static IEnumerable<string> Names => All.Keys;

    [ParamsSource(nameof(Names))]
    public string Name { get; set; } = "";

    [Params(true, false)]
    public bool WithSchema { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var (create, settings) = All[Name];
        _transformation = create();
        _transformation.Configure(settings.ToDictionary(setting => setting.Item1, setting => setting.Item2));
        _record = new SourceRecord { Topic = "orders", TimestampMs = 1, ValueSchema = WithSchema ? Record().Schema : null, Value = WithSchema ? Record() : Map() };
    }

    [Benchmark]
    public ConnectRecord? Apply() => _transformation.Apply(_record);

    [GlobalCleanup]
    public void Dispose()
    {
        _transformation.Dispose();
        GC.SuppressFinalize(this);
    }

    private static object ValueOf(int field)
    {
        object number = 1_483_401_600_000 + field;
        return field % 2 == 0 ? number : $"text {field}";
    }

    private static Struct Record()
    {
        var builder = SchemaBuilder.Struct();
        for (var i = 0; i < 10; i++)
        {
            builder.Field($"f{i}", i % 2 == 0 ? Schema.Int64 : Schema.String);
        }

        var record = new Struct(builder.Build());
        for (var i = 0; i < 10; i++)
        {
            record.Put($"f{i}", ValueOf(i));
        }

        return record;
    }

    private static ConnectMap Map()
    {
        var map = new ConnectMap();
        for (var i = 0; i < 10; i++)
        {
            map[$"f{i}"] = ValueOf(i);
        }

        return map;
    }
}
