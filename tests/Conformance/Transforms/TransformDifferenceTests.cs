using System.Globalization;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Tests.Conformance.Java;

namespace OrleansConnect.Tests.Conformance.Transforms;

/// <summary>Our transformations and predicates give the same records and messages as Kafka Connect's, whatever they get.</summary>
public sealed class TransformDifferenceTests(JavaOracle java)
{
    private const int CasesOfEach = 300;
    private const int RecordsOfEach = 3;

    private static readonly string[] Zones =
    [
        "PST", "PDT", "CET", "cest", "IST", "JST", "UTC", "GMT", "GMT+2:00", "+0300", "nope", "Australian Eastern Standard Time", "Greenwich Mean Time", "HST", "MSK", "BST", "BRT", "EST", "India Standard Time",
        "Central European Summer Time", "Eastern Daylight Time", "CST", "NZDT", "Z",
    ];

    public static TheoryData<string> Plugins => [.. PluginForm.All.Keys.Order()];

    [Fact]
    public void Keeps_the_zone_of_the_text_before() => new Drawn<Action>(draw =>
    {
        (string, string)[] settings =
        [
            ("target.type", draw.OneOf("string", "string", "unix", "Timestamp")),
            ("format", draw.OneOf("yyyy-MM-dd HH:mm z", "yyyy-MM-dd HH:mm zzzz", "yyyy-MM-dd HH:mm Z", "yyyy-MM-dd HH:mm z Z", "z yyyy-MM-dd HH:mm XXX")),
        ];
        var records = Enumerable.Range(0, 4).Select(_ => new SinkRecord { Topic = "t", OriginalTopic = "t", Partition = 0, Value = Zoned(draw) }).ToArray();
        return () =>
        {
            var pair = new TransformPair(java, PluginForm.All["TimestampConverter$Value"], settings);
            Assert.All(records, pair.Compare);
        };
    }).Check(compare => compare(), CasesOfEach);

    [Theory]
    [MemberData(nameof(Plugins))]
    public void Treats_any_record_alike(string plugin)
    {
        var form = PluginForm.All[plugin];
        new Drawn<Action>(draw =>
        {
            var records = Enumerable.Range(0, RecordsOfEach).Select(_ => draw.Record()).ToArray();
            var settings = draw.Settings(plugin, records[0]);
            return () =>
            {
                var pair = new TransformPair(java, form, settings);
                foreach (var record in pair.IsConfigured ? records : [])
                {
                    pair.Compare(record);
                }
            };
        }).Check(compare => compare(), CasesOfEach);
    }

    private static object Zoned(Draw draw)
    {
        if (draw.Chance(20))
        {
            return new UtcInstant(draw.Below(2_000_000_000) * 1000L);
        }

        var zone = draw.OneOf(Zones);
        var date = string.Create(CultureInfo.InvariantCulture, $"{1975 + draw.Below(60)}-{1 + draw.Below(12):00}-{1 + draw.Below(28):00} {draw.Below(24):00}:{draw.Below(60):00}");
        return draw.Chance(15) ? $"{zone} {date} Z" : $"{date} {zone}{draw.OneOf("", " +0100", " PDT")}";
    }
}
