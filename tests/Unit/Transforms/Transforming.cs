using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Tests.Unit.Transforms;

/// <summary>Short forms of what all tests of transformations do.</summary>
internal static class Transforming
{
    public static T With<T>(this T transformation, params (string Name, string Value)[] settings)
        where T : ITransformation
    {
        transformation.Configure(settings.ToDictionary(setting => setting.Name, setting => setting.Value));
        return transformation;
    }

    public static SourceRecord Record(Schema? schema, object? value) => new() { Topic = "orders", Partition = 1, TimestampMs = 1000, ValueSchema = schema, Value = value };

    public static SourceRecord Record(Struct value) => Record(value.Schema, value);

    public static SourceRecord Record(params (string Name, object? Value)[] fields)
    {
        var map = new ConnectMap();
        foreach (var (name, value) in fields)
        {
            map[name] = value;
        }

        return Record(null, map);
    }

    /// <summary>The record as it goes on, which it does.</summary>
    public static ConnectRecord On(this ITransformation transformation, ConnectRecord record)
    {
        var changed = transformation.Apply(record);
        Assert.NotNull(changed);
        return changed;
    }
}
