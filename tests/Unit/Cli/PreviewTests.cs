extern alias cli;

using System.Text;
using cli::OrleansConnect.Cli.Previews;
using cli::OrleansConnect.Cli.Rendering;
using OrleansConnect.Client;

namespace OrleansConnect.Tests.Unit.Cli;

public sealed class PreviewTests
{
    [Theory]
    [InlineData("""{"value": "text"}""", "text")]
    [InlineData("""{"value": {"id": 1}}""", "{\"id\": 1}")]
    [InlineData("""{"value": 7}""", "7")]
    [InlineData("""{"value_base64": "aGk="}""", "hi")]
    [InlineData("""{"value": ""}""", "")]
    [InlineData("""{"value": null}""", null)]
    [InlineData("{}", null)]
    public void A_sample_line_stands_for_bytes(string line, string? value)
    {
        var record = PreviewLine.Parse("samples", 1, line);

        Assert.Null(record.Key);
        Assert.Equal(value, record.Value is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null);
    }

    [Fact]
    public void What_became_of_samples_is_told_a_line_each()
    {
        var record = new PreviewRecord { Topic = "t", Partition = 0, Value = "v"u8.ToArray(), Headers = [new("h", null)] };
        PreviewResult[] results = [new(record, null, []), new(null, null, [new("route", "X", false, null, null)]), new(null, new("DataException", "no JSON.", "VALUE_CONVERTER", "Set a."), [])];

        Assert.Equal(
            """
            1: t-0 key null value v headers h=null
            2   after route: dropped
            2: dropped
            3: VALUE_CONVERTER: DataException: no JSON. Set a.

            """,
            PlainText.Of(PreviewText.Of(results), 200));
    }
}
