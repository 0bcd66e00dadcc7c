using System.Globalization;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Tests.Conformance.Java;

namespace OrleansConnect.Tests.Conformance.Converters;

/// <summary>Schemas as JSON, with attributes of types that do not suit them.</summary>
internal static class SchemaTextDraws
{
    private static readonly string[] Types = ["int8", "int16", "int32", "int64", "float", "double", "boolean", "string", "bytes", "array", "map", "struct"];
    private static readonly string[] LogicalNames = [LogicalTypes.Decimal, LogicalTypes.Date, LogicalTypes.Time, LogicalTypes.Timestamp, "n"];

    /// <summary>A schema that is right more often than not.</summary>
    public static string OddSchema(this Draw draw, int depth = 2)
    {
        if (draw.Chance(3))
        {
            return draw.Json(1);
        }

        var type = Types[draw.Below(depth > 0 ? Types.Length : 9)];
        List<string> members = [$"\"type\":{(draw.Chance(97) ? $"\"{type}\"" : draw.OneOf("\"INT32\"", "\"\"", "null", "5", "[]", "\"float32\""))}", .. draw.Within(type, depth), .. draw.Attributes()];
        if (draw.Chance(20))
        {
            members.Reverse();
        }

        return $"{{{string.Join(',', members)}}}";
    }

    private static IEnumerable<string> Within(this Draw draw, string type, int depth)
    {
        if (draw.Chance(3))
        {
            return [];
        }

        return type switch
        {
            "array" => [$"\"items\":{draw.OddSchema(depth - 1)}"],
            "map" => [$"\"keys\":{(draw.Chance(70) ? """{"type":"string"}""" : draw.OddSchema(depth - 1))}", $"\"values\":{draw.OddSchema(depth - 1)}"],
            "struct" => [$"\"fields\":[{string.Join(',', Enumerable.Range(0, draw.Below(4)).Select(_ => draw.Field(depth - 1)))}]"],
            _ => [],
        };
    }

    private static string Field(this Draw draw, int depth)
    {
        var schema = draw.OddSchema(depth);
        var name = draw.Chance(95) ? draw.OneOf("\"a\"", "\"b\"", "\"c\"", "\"d\"") : draw.OneOf("\"\"", "null", "5", "true", "{}", "\" \"");
        return schema.EndsWith('}') && draw.Chance(97) ? $"{schema[..^1]}{(schema == "{}" ? "" : ",")}\"field\":{name}}}" : schema;
    }

    private static IEnumerable<string> Attributes(this Draw draw)
    {
        if (draw.Chance(40))
        {
            yield return $"\"optional\":{(draw.Chance(90) ? draw.OneOf("true", "false") : draw.OneOf("\"true\"", "1", "null", "\"\"", "[]"))}";
        }

        if (draw.Chance(30))
        {
            yield return $"\"name\":{(draw.Chance(90) ? $"\"{draw.OneOf(LogicalNames)}\"" : draw.OneOf("5", "null", "\"\"", "{}", "true"))}";
        }

        if (draw.Chance(20))
        {
            yield return $"\"version\":{draw.OneOf("1", "-3", "2147483648", "1.5", "1e2", "\"1\"", "null", "true", "1.0")}";
        }

        if (draw.Chance(15))
        {
            yield return $"\"doc\":{draw.OneOf("\"d\"", "\"\"", "5", "null", "{}")}";
        }

        if (draw.Chance(30))
        {
            yield return $"\"parameters\":{(draw.Chance(70) ? string.Create(CultureInfo.InvariantCulture, $"{{\"scale\":\"{draw.Below(4)}\"}}") : draw.OneOf("""{"scale":"x"}""", """{"scale":"-2"}""", """{"scale":" 1"}""", """{"scale":"1.5"}""", """{"scale":2}""", """{"scale":null,"a":"b","scale":"2"}""", """{"scale":"2","scale":5}""", "{}", "[]", "null", "5", """{"a":null}""", """{"scale":"+1"}""", """{"scale":"\u0662"}""", """{"scale":"2\u0000"}""", """{"scale":"99999999999"}"""))}";
        }

        if (draw.Chance(25))
        {
            yield return $"\"default\":{draw.Json(1)}";
        }
    }
}
