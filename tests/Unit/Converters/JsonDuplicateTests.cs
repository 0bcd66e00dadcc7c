using System.Diagnostics;
using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Tests.Unit.Converters;

/// <summary>Members of one name: the last counts, as in Java, and nothing is read twice for that.</summary>
public sealed class JsonDuplicateTests
{
    private const int Depth = 100;
    private const string NullRefused = "Invalid null value for required INT32 field";

    [Theory]
    [InlineData("{\"a\":", "}")]
    [InlineData("{\"a\":", ",\"b\":{},\"b\":{}}")]
    [InlineData("{\"b\":{},\"a\":", ",\"b\":{}}")]
    [InlineData("{\"b\":{},\"a\":{},\"a\":", ",\"b\":{}}")]
    public void Refuses_a_deep_null_at_once(string before, string after)
    {
        var schema = Repeat("{\"type\":\"map\",\"keys\":{\"type\":\"string\"},\"values\":", "{\"type\":\"int32\"}", "}");
        var json = $"{{\"schema\":{schema},\"payload\":{Repeat(before, "null", after, inner: "{\"a\":", innerEnd: "}")}}}";
        var started = Stopwatch.StartNew();

        Assert.Equal(NullRefused, ConverterProbe.Json().DecodeError(json));
        Assert.InRange(started.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Reads_a_deep_value_that_replaces_a_wrong_one_at_every_level()
    {
        var schema = Repeat("{\"type\":\"map\",\"keys\":{\"type\":\"string\"},\"values\":", "{\"type\":\"int32\"}", "}");
        var json = $"{{\"schema\":{schema},\"payload\":{Repeat("{\"a\":null,\"a\":", "1", "}")}}}";

        var value = ConverterProbe.Json().DecodeText(json).Value;

        for (var level = 0; level < Depth; level++)
        {
            value = Assert.Single(Assert.IsType<ConnectMap>(value)).Value;
        }

        Assert.Equal(1, value);
    }

    [Theory]
    [InlineData("{\"a\":null,\"a\":1}", "a=1")]
    [InlineData("{\"a\":null,\"b\":2,\"a\":1,\"c\":3}", "a=1,b=2,c=3")]
    [InlineData("{\"b\":1,\"a\":null,\"b\":2,\"a\":null,\"a\":4}", "a=4,b=2")]
    public void A_wrong_member_does_not_matter_if_it_comes_again(string payload, string entries)
    {
        var map = Assert.IsType<ConnectMap>(ConverterProbe.Json().DecodeText(Envelope("int32", payload)).Value);

        Assert.Equal(entries, string.Join(',', map.Select(entry => $"{entry.Key}={entry.Value}")));
    }

    [Theory]
    [InlineData("{\"a\":null,\"b\":\"AA==\"}", "null")]
    [InlineData("{\"b\":\"AA==\",\"a\":null,\"b\":\"AA==\"}", "null")]
    [InlineData("{\"a\":\"AA==\",\"a\":null}", "null")]
    [InlineData("{\"a\":\"AA==\",\"b\":null,\"a\":\"x\"}", "Invalid bytes field")]
    public void Of_several_wrong_members_the_first_name_is_told(string payload, string reason) =>
        Assert.Contains(reason, ConverterProbe.Json().DecodeError(Envelope("bytes", payload)), StringComparison.Ordinal);

    [Fact]
    public void The_last_of_several_parameters_of_one_name_counts()
    {
        const string json = """{"schema":{"type":"int32","parameters":{"a":1,"b":"2","a":"3"}},"payload":1}""";

        var parameters = ConverterProbe.Json().DecodeText(json).Schema?.Parameters;

        Assert.Equal("a=3,b=2", string.Join(',', parameters!.Select(entry => $"{entry.Key}={entry.Value}"))); // the schema has some
    }

    private static string Envelope(string type, string payload) =>
        $"{{\"schema\":{{\"type\":\"map\",\"keys\":{{\"type\":\"string\"}},\"values\":{{\"type\":\"{type}\"}}}},\"payload\":{payload}}}";

    private static string Repeat(string before, string leaf, string after, string? inner = null, string? innerEnd = null) =>
        string.Concat(Enumerable.Repeat(before, Depth - 1)) + (inner ?? before) + leaf + (innerEnd ?? after) + string.Concat(Enumerable.Repeat(after, Depth - 1));
}
