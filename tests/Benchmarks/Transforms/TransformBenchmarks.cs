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
        ["Cast"] = (() => new Cast(RecordPart.Value), [("spec", "f2:string,f4:int32")]),
        ["DropHeaders"] = (() => new DropHeaders(), [("headers", "h1")]),
        ["ExtractField"] = (() => new ExtractField(RecordPart.Value), [("field", "f3")]),
        ["Filter"] = (() => new Filter(), []),
        ["Flatten"] = (() => new Flatten(RecordPart.Value), []),
        ["HeaderFrom"] = (() => new HeaderFrom(RecordPart.Value), [("fields", "f3"), ("headers", "h3"), ("operation", "move")]),
        ["HoistField"] = (() => new HoistField(RecordPart.Value), [("field", "f")]),
        ["InsertField"] = (() => new InsertField(RecordPart.Value), [("topic.field", "topic"), ("timestamp.field", "at")]),
        ["InsertHeader"] = (() => new InsertHeader(), [("header", "h2"), ("value.literal", "x")]),
        ["MaskField"] = (() => new MaskField(RecordPart.Value), [("fields", "f3,f4")]),
        ["RegexRouter"] = (() => new RegexRouter(), [("regex", "(.*)"), ("replacement", "x-$1")]),
        ["ReplaceField"] = (() => new ReplaceField(RecordPart.Value), [("exclude", "f1"), ("renames", "f2:g2")]),
        ["SetSchemaMetadata"] = (() => new SetSchemaMetadata(RecordPart.Value), [("schema.name", "order")]),
        ["TimestampConverter"] = (() => new TimestampConverter(RecordPart.Value), [("field", "f0"), ("target.type", "string"), ("format", "yyyy-MM-dd HH:mm:ss")]),
        ["TimestampRouter"] = (() => new TimestampRouter(), []),
        ["ValueToKey"] = (() => new ValueToKey(), [("fields", "f0,f1")]),
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
        // Its errors are not what is measured.
        var needsSchema = Name == "SetSchemaMetadata";
        var (create, settings) = All[Name];
        _transformation = create();
        _transformation.Configure(settings.ToDictionary(setting => setting.Item1, setting => setting.Item2));
        var value = SampleRecord.Struct();
        var isSchemaless = !WithSchema && !needsSchema;
        _record = new SourceRecord
        {
            Topic = "orders",
            TimestampMs = 1,
            ValueSchema = isSchemaless ? null : value.Schema,
            Value = isSchemaless ? SampleRecord.Map() : value,
            Headers = Headers.Empty.Add("h1", Schema.String, "x"),
        };
    }

    [Benchmark]
    public ConnectRecord? Apply() => _transformation.Apply(_record);

    [GlobalCleanup]
    public void Dispose()
    {
        _transformation.Dispose();
        GC.SuppressFinalize(this);
    }
}
