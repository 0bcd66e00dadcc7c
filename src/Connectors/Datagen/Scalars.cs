using System.Globalization;
using System.Text.Json;
using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Connectors.Datagen;

/// <summary>The types without parts: a value is one of <c>values</c>, or what the type and its range, pattern or length say.</summary>
internal static class Scalars
{
    private const int LengthMax = 1 << 20;
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";

    public static Generator Read(SchemaNode node) => node.Type switch
    {
        "boolean" => new(Schema.Boolean, (ref random, in _) => random.Below(2) == 1),
        "int" => Choice(node, Schema.Int32, value => value.GetInt32()) ?? Int(node),
        "long" => Choice(node, Schema.Int64, value => value.GetInt64()) ?? Long(node),
        "double" => Choice(node, Schema.Float64, value => value.GetDouble()) ?? Double(node),
        "string" => Choice(node, Schema.String, value => value.GetString()) ?? String(node),
        "bytes" => Bytes(node),
        "sequence" => new(Schema.Int64, (ref _, in record) => record.Number),
        "timestamp" => Timestamp(node),
        "uuid" => new(Schema.String, (ref random, in _) => Uuid(ref random)),
        var other => throw node.Wrong($"'type' is '{other}', and has to be boolean, int, long, double, string, bytes, sequence, timestamp, uuid, struct or array"),
    };

    // The values are made, and boxed, once.
    private static Generator? Choice(SchemaNode node, Schema schema, Func<JsonElement, object?> read)
    {
        if (node.Values("values") is not { } values)
        {
            return null;
        }

        object?[] choices = [.. values.Select(read)];
        node.Require(System.Array.TrueForAll(choices, choice => choice is not null), "'values' has a null. Use 'null.share'");
        return new(schema, (ref random, in _) => choices[random.Below(choices.Length)]);
    }

    private static Generator Int(SchemaNode node)
    {
        var (min, max) = (node.Long("min", 0, int.MinValue, int.MaxValue), node.Long("max", int.MaxValue, int.MinValue, int.MaxValue));
        node.Require(min <= max, "'min' is greater than 'max'");
        return new(Schema.Int32, (ref random, in _) => (int)(min + random.Below(max - min + 1)));
    }

    private static Generator Long(SchemaNode node)
    {
        const long bound = long.MaxValue / 2;
        var (min, max) = (node.Long("min", 0, -bound, bound), node.Long("max", bound, -bound, bound));
        node.Require(min <= max, "'min' is greater than 'max'");
        return new(Schema.Int64, (ref random, in _) => min + random.Below(max - min + 1));
    }

    private static Generator Double(SchemaNode node)
    {
        var (min, max) = (node.Double("min", 0), node.Double("max", 1));
        var decimals = (int)node.Long("decimals", 15, 0, 15);
        node.Require(min <= max, "'min' is greater than 'max'");
        node.Require(double.IsFinite(max - min), "'min' and 'max' are too far apart");
        return new(Schema.Float64, (ref random, in _) => Math.Round(min + (random.Fraction() * (max - min)), decimals));
    }

    private static Generator String(SchemaNode node)
    {
        var pattern = node.TextOrNull("pattern") ?? new string('?', (int)node.Long("length", 10, 0, LengthMax));
        return new(Schema.String, (ref random, in _) => Fill(pattern, ref random), 32 + (2L * pattern.Length));
    }

    private static string Fill(string pattern, ref RecordRandom random)
    {
        Span<char> buffer = stackalloc char[256];
        var characters = pattern.Length <= buffer.Length ? buffer[..pattern.Length] : new char[pattern.Length];
        for (var i = 0; i < characters.Length; i++)
        {
            characters[i] = pattern[i] switch
            {
                '#' => (char)('0' + random.Below(10)),
                '?' => Letters[(int)random.Below(Letters.Length)],
                var other => other,
            };
        }

        return new string(characters);
    }

    private static Generator Bytes(SchemaNode node)
    {
        var length = (int)node.Long("length", 10, 0, LengthMax);
        return new(Schema.Bytes, Make, 32 + length);

        object? Make(ref RecordRandom random, in RecordPlace record)
        {
            var bytes = new byte[length];
            for (var i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)random.Next();
            }

            return bytes;
        }
    }

    private static Generator Timestamp(SchemaNode node)
    {
        if (node.TextOrNull("start") is not { } start)
        {
            return new(TimestampSchema.Instance, (ref _, in record) => new UtcInstant(record.NowMs));
        }

        node.Require(
            DateTimeOffset.TryParse(start, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time),
            $"'start' is '{start}', and has to be a time such as 2026-01-01T00:00:00Z");
        var (startMs, stepMs) = (time.ToUnixTimeMilliseconds(), node.Long("step.ms", 1000, 0, UtcInstant.DayMs));
        return new(TimestampSchema.Instance, (ref _, in record) => new UtcInstant(startMs + (record.Number * stepMs)));
    }

    private static string Uuid(ref RecordRandom random)
    {
        // Version 4, variant 1.
        var high = (random.Next() & ~0xF000UL) | 0x4000UL;
        var low = (random.Next() & ~(3UL << 62)) | (2UL << 62);
        return new Guid((uint)(high >> 32), (ushort)(high >> 16), (ushort)high, (byte)(low >> 56), (byte)(low >> 48), (byte)(low >> 40), (byte)(low >> 32), (byte)(low >> 24), (byte)(low >> 16), (byte)(low >> 8), (byte)low).ToString();
    }
}
