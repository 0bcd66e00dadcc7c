using System.Globalization;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Tests.Conformance.Converters;
using OrleansConnect.Tests.Conformance.Java;

namespace OrleansConnect.Tests.Conformance.Transforms;

/// <summary>Random settings of transformations and predicates, most of them valid, for records like a given one.</summary>
internal static class SettingDraws
{
    public static (string Name, string Value)[] Settings(this Draw draw, string plugin, ConnectRecord record)
    {
        List<(string, string)> settings = [.. draw.Own(plugin.Split('$')[0], record).Where(_ => !draw.Chance(2))];
        if (draw.Chance(30))
        {
            settings.Add(("replace.null.with.default", draw.Chance(97) ? draw.OneOf("true", "false", "FALSE") : "maybe"));
        }

        // Kafka Connect does not know the setting but in ExtractField: names that are no paths have to mean the same with it.
        if (draw.Chance(20) && settings.TrueForAll(setting => IsPlain(setting.Item2)))
        {
            settings.Add(("field.syntax.version", "V2"));
        }

        return [.. settings.DistinctBy(setting => setting.Item1)];
    }

    /// <summary>A Java date pattern.</summary>
    public static string DatePattern(this Draw draw) => draw.Chance(60)
        ? draw.OneOf("yyyy-MM-dd", "yyyyMMdd", "yyyy-MM-dd'T'HH:mm:ss.SSSX", "yyyy", "EEE, d MMM yyyy HH:mm:ss Z", "yy/M/d", "h:mm a", "yyyy-'W'ww-u", "D", "''yyyy''", "yyyyMM'x", "bogus", "yyyy-MM-dd HH:mm z", "d MMM yyyy zzzz", "z yyyy Z X")
        : string.Concat(Enumerable.Range(0, 1 + draw.Below(5)).Select(_ => new string(draw.OneOf([.. "GyMdkHmsSEDFwWahKzZYuXL"]), 1 + draw.Below(4)) + draw.OneOf("", "", "-", " ", "'of'", ":")));

    private static bool IsPlain(string value) => value.Length > 0 && value.AsSpan().IndexOfAny(".`") < 0 && !value.Split(',').Any(part => part.TrimStart().StartsWith(':'));

    private static (string, string)[] Own(this Draw draw, string plugin, ConnectRecord record) => plugin switch
    {
        "Cast" => [("spec", draw.Chance(25) ? draw.Type() : string.Join(',', Enumerable.Range(0, 1 + draw.Below(3)).Select(_ => draw.Mapping(record, draw.Type()))))],
        "DropHeaders" => [("headers", draw.OneOf("h1", "h1,h2", "h3,h3", "x", "", "h1,,h2", "H1", " h1 , h2 ", ","))],
        "ExtractField" => [("field", draw.Path(record)), ("field.syntax.version", draw.OneOf("V1", "V2", "v2", "V2", "V3"))],
        "Flatten" => draw.Chance(50) ? [] : [("delimiter", draw.OneOf("_", ".", "", "::", " ", " - ", "é", "\t", ","))],
        "HeaderFrom" => draw.HeaderFrom(record),
        "HoistField" => [("field", draw.OneOf("h", "a b", "", " x ", ".", "`"))],
        "InsertField" => draw.InsertField(record),
        "InsertHeader" => [("header", draw.OneOf("h1", "", " n ", "\t")), ("value.literal", draw.Chance(50) ? draw.HeaderText() : draw.OneOf("x", "12", "null", "[1,2]", "", " 7 ", "2019-08-23", "{\"a\":1}"))],
        "MaskField" => [("fields", draw.FieldNames(record)), .. draw.Replacement()],
        "RegexRouter" =>
        [
            ("regex", draw.OneOf("(.*)", "orders(-1)?", "([a-z]*)-(\\d+)", "(?<n>[a-z]+).*", "t|to", "(", "[a-z&&[^t]]++.*", "", "(?s).*", ".*$", "\\S+", "(a)|(o).*", "(?i)é-Ü", "(?iu)É(-Ü)?", ".*\\p{IsLatin}$", "(?m)^(.+)$", "\\b(\\w+)\\b.*", ".*[^\\p{ASCII}](.*)", "(.+?)-(.*)", "(?i)ORDERS", "(?u)(?i)É-.*", ".", "..", "^t$", "t\\z", "[^-]*+(.*)", "(.)*")),
            ("replacement", draw.OneOf("x-$1", "$0", "${n}", "lit", "$2", "\\$1", "$", "\\", "$12", "", "${", "${}", "${1}", "$n", "\\\\$0", "$0$0", "a$", "\\x", "$01", "${n", " ")),
        ],
        "ReplaceField" => draw.ReplaceField(record),
        "SetSchemaMetadata" => [.. draw.Maybe("schema.name", "n", "", "a.b", " n "), .. draw.Maybe("schema.version", "1", "-3", "x", " 5 ", "2147483648", "+1", "")],
        "TimestampConverter" => draw.TimestampConverter(record),
        "TimestampRouter" => [.. draw.Maybe("topic.format", "${topic}", "x-${timestamp}-${topic}-${topic}", "", "${timestamp", "$1${topic}\\", "${TOPIC}", "${timestamp}${timestamp}"), ("timestamp.format", draw.DatePattern())],
        "ValueToKey" => [("fields", draw.FieldNames(record))],
        "HasHeaderKey" => [("name", draw.OneOf("h1", "h2", "x", "", "H1", " h1 ", " "))],
        "TopicNameMatches" => [("pattern", draw.OneOf("^t$", "t$", " t", ".", "(?s).*", ".*\\n?", "[^a]*", "\\$.*", "\\Q${topic}\\E", "x\\$1|t", "\\p{L}.*", "a{1001}", "(?x) t # c", "t", "orders.*", "[a-z]+", "(?i:[A-Z]+)", "..-x", "t\\R", "[\\p{L}&&[^a-z]]+", ".*\\.b", "(", "", "\\p{Lower}+", "o(?i)RDERS"))],
        _ => [],
    };

    private static (string, string)[] HeaderFrom(this Draw draw, ConnectRecord record)
    {
        var fields = draw.FieldNames(record);
        var count = fields.Split(',').Length;
        var headers = draw.Below(20) switch
        {
            0 => "h",
            1 or 2 or 3 => string.Join(',', Enumerable.Repeat("h1", count)),
            4 => string.Join(" , ", Enumerable.Repeat("h1", count)),
            _ => string.Join(',', Enumerable.Range(0, count).Select(i => $"h{i}")),
        };
        fields = draw.Chance(10) ? string.Join(',', Enumerable.Repeat(fields.Split(',')[0], count)) : fields;
        return [("fields", fields), ("headers", headers), ("operation", draw.OneOf("move", "copy", "move", "copy", "MOVE"))];
    }

    private static (string, string)[] InsertField(this Draw draw, ConnectRecord record)
    {
        string Name() => $"{(draw.Chance(95) ? draw.OneOf("in1", "in2", "in3") : draw.FieldName(record))}{draw.OneOf("", "!", "?", "!?")}";
        return
        [
            .. draw.Maybe("topic.field", Name()),
            .. draw.Maybe("partition.field", Name()),
            .. draw.Chance(50) ? draw.Maybe("offset.field", Name()) : [],
            .. draw.Maybe("timestamp.field", Name()),
            .. draw.Chance(50) ? [("static.field", Name()), ("static.value", draw.Chance(30) ? draw.Text() : draw.OneOf("s", "", " 1 "))] : Array.Empty<(string, string)>(),
        ];
    }

    private static (string, string)[] ReplaceField(this Draw draw, ConnectRecord record)
    {
        var renames = string.Join(',', Enumerable.Range(0, draw.Below(3)).Select(_ => draw.Mapping(record, draw.Chance(70) ? draw.OneOf("new", "new2", "a1") : draw.FieldName(record))));
        return [.. draw.Maybe("exclude", draw.FieldNames(record)), .. draw.Maybe("include", draw.FieldNames(record)), .. draw.Maybe("renames", renames, "a", "a:b:c", ":b", "a:")];
    }

    private static (string, string)[] TimestampConverter(this Draw draw, ConnectRecord record) =>
    [
        ("field", draw.Chance(15) ? "" : draw.FieldName(record)),
        ("target.type", draw.OneOf("string", "unix", "Date", "Time", "Timestamp", "Timestamp", "date")),
        .. draw.Chance(80) ? [("format", draw.DatePattern())] : Array.Empty<(string, string)>(),
        .. draw.Maybe("unix.precision", "seconds", "milliseconds", "microseconds", "nanoseconds", "days"),
    ];

    private static (string, string)[] Replacement(this Draw draw) => draw.Chance(50) ? [] : [("replacement", draw.Chance(50) ? draw.Text() : draw.OneOf("x", "12", "1.5", "-3e2", "", "1e400", "300", "true", " 5", "-129", "32768"))];

    private static string Path(this Draw draw, ConnectRecord record) => draw.Below(6) switch
    {
        0 => draw.OneOf("", ".", "a.", "`a", "`a.b`.c", "a`b", "`a`b`.c", "`a\\`.b`", "`a``", "..", "`"),
        1 => string.Create(CultureInfo.InvariantCulture, $"`{draw.FieldName(record)}`.{draw.OneOf("a1", "b2", "id")}"),
        2 => string.Create(CultureInfo.InvariantCulture, $"{draw.FieldName(record)}.{draw.OneOf("a1", "b2", "id")}"),
        _ => draw.FieldName(record),
    };

    private static string Mapping(this Draw draw, ConnectRecord record, string to) =>
        draw.Chance(96) ? $"{draw.FieldName(record)}{draw.OneOf(":", " : ")}{to}" : draw.OneOf(":", "a", "a:b:c", "a:", ":int8", "a:b:", "");

    private static string Type(this Draw draw) => draw.Chance(95)
        ? draw.OneOf("int8", "int16", "int32", "int64", "float32", "float64", "boolean", "string", "STRING")
        : draw.OneOf("bytes", "array", "int", "", "struct");

    private static (string, string)[] Maybe(this Draw draw, string name, params string[] values) => draw.Chance(50) ? [] : [(name, draw.OneOf<string>(values))];
}
