using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Converters;
using OrleansConnect.Converters.Json;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Transforms;

namespace OrleansConnect.Benchmarks.Runtime;

/// <summary>Converters, transformations and records that the benchmarks of the runtime share.</summary>
internal static class Pipelines
{
    public const int Records = 2_000;
    public const string Topic = "records";

    public const string Text = "text";
    public const string Json = "json";

    /// <summary>Text of 100 bytes, or structs of ten fields as JSON without schemas.</summary>
    public static RecordConverters Converters(string format)
    {
        IConverter value = format == Text ? new StringConverter() : new JsonConverter();
        value.Configure(new Dictionary<string, string> { ["schemas.enable"] = "false" }, isKey: false);
        var key = new StringConverter();
        key.Configure(new Dictionary<string, string>(), isKey: true);
        return new(key, value, new SimpleHeaderConverter()) { KeyClass = "key", ValueClass = "value", HeaderClass = "header" };
    }

    public static ErrorPolicy Errors { get; } = new(
        new(TimeSpan.Zero, TimeSpan.FromSeconds(1), IsTolerant: false, IsLogged: false, LogsRecords: false), [], new ErrorCounters(null), TimeProvider.System);

    /// <summary>So many transformations that leave text alone.</summary>
    public static TransformationChain Chain(int steps) => new([.. Enumerable.Range(0, steps).Select(Step)]);

    public static SourceRecord[] Batch(string format)
    {
        var partition = SourcePartition.Of("name", "p");
        return [.. Enumerable.Range(0, Records).Select(number => new SourceRecord
        {
            Topic = Topic,
            ValueSchema = format == Text ? Schema.String : Fields,
            Value = format == Text ? new string('x', 100) : Order(number),
            SourcePartition = partition,
            SourceOffset = SourceOffset.Of("at", (long)number),
        })];
    }

    private static Schema Fields { get; } = CreateFields();

    private static Schema CreateFields()
    {
        var builder = SchemaBuilder.Struct();
        for (var i = 0; i < 10; i++)
        {
            builder.Field($"f{i}", i % 2 == 0 ? Schema.Int64 : Schema.String);
        }

        return builder.Build();
    }

    private static Struct Order(int number)
    {
        var order = new Struct(Fields);
        for (var i = 0; i < 10; i++)
        {
            object value = i % 2 == 0 ? (long)number + i : $"text {number}";
            order.Put($"f{i}", value);
        }

        return order;
    }

    private static TransformationStep Step(int number)
    {
        ITransformation transformation = number % 2 == 0 ? new RegexRouter() : new InsertHeader();
        transformation.Configure(number % 2 == 0
            ? new Dictionary<string, string> { ["regex"] = "nothing-like-it", ["replacement"] = "x" }
            : new Dictionary<string, string> { ["header"] = $"h{number}", ["value.literal"] = "v" });
        return new("step", transformation);
    }
}
