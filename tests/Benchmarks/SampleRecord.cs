using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Benchmarks;

/// <summary>A value of ten fields, numbers and texts in turn.</summary>
internal static class SampleRecord
{
    private const int FieldCount = 10;

    public static Struct Struct()
    {
        var builder = SchemaBuilder.Struct();
        for (var i = 0; i < FieldCount; i++)
        {
            builder.Field($"f{i}", i % 2 == 0 ? Schema.Int64 : Schema.String);
        }

        var record = new Struct(builder.Build());
        for (var i = 0; i < FieldCount; i++)
        {
            record.Put($"f{i}", ValueOf(i));
        }

        return record;
    }

    public static ConnectMap Map()
    {
        var map = new ConnectMap();
        for (var i = 0; i < FieldCount; i++)
        {
            map[$"f{i}"] = ValueOf(i);
        }

        return map;
    }

    private static object ValueOf(int field)
    {
        object number = 1_483_401_600_000 + field;
        return field % 2 == 0 ? number : $"text {field}";
    }
}
