using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Tests.Unit.Runtime.Plugins;

/// <summary>The expected answers are those of Kafka 4.3.1 with Maven's own classes.</summary>
public sealed class VersionRangeTests
{
    private static readonly PluginVersion[] Installed =
        [.. new[] { "0.9", "1.0", "1.0.0", "1.1", "1.2", "1.5", "2.0", "3.0", "bad", "undefined" }.Select(text => new PluginVersion(text))];

    [Theory]
    [InlineData(" latest ", "[latest,latest]", "")]
    [InlineData("LATEST", "[LATEST,LATEST]", "")]
    [InlineData("1.0", "[1.0,1.0]", "1.0 1.0.0")]
    [InlineData(" 1.0 ", "[1.0,1.0]", "1.0 1.0.0")]
    [InlineData("[1.0,2.0)", "[1.0,2.0)", "1.0 1.0.0 1.1 1.2 1.5")]
    [InlineData("(,1.5]", "(,1.5]", "0.9 1.0 1.0.0 1.1 1.2 1.5 bad undefined")]
    [InlineData("bad", "[bad,bad]", "bad")]
    [InlineData("[1.0]", "[1.0,1.0]", "1.0 1.0.0")]
    [InlineData("[1.0,1.0]", "[1.0,1.0]", "1.0 1.0.0")]
    [InlineData("(,1.0],[1.2,)", "(,1.0],[1.2,)", "0.9 1.0 1.0.0 1.2 1.5 2.0 3.0 bad undefined")]
    [InlineData("[1,2,3]", "[1,2,3]", "1.0 1.0.0 1.1 1.2 1.5 2.0")]
    [InlineData("[,]", "[,]", "0.9 1.0 1.0.0 1.1 1.2 1.5 2.0 3.0 bad undefined")]
    [InlineData("(,)", "(,)", "0.9 1.0 1.0.0 1.1 1.2 1.5 2.0 3.0 bad undefined")]
    [InlineData("[]", "[,]", "")]
    [InlineData("1.0,2.0", "[1.0,2.0]", "1.0 1.0.0 1.1 1.2 1.5 2.0")]
    [InlineData("[1.0,2.0),", "[1.0,2.0)", "1.0 1.0.0 1.1 1.2 1.5")]
    [InlineData("[ 1.0 , 2.0 )", "[1.0,2.0)", "1.0 1.0.0 1.1 1.2 1.5")]
    [InlineData("[1.0,]", "[1.0,]", "1.0 1.0.0 1.1 1.2 1.5 2.0 3.0")]
    [InlineData("[,1.0]", "[,1.0]", "0.9 1.0 1.0.0 bad undefined")]
    [InlineData("undefined", "[undefined,undefined]", "undefined")]
    [InlineData("[1.0,2.0) , [3.0,4.0)", "[1.0,2.0),[3.0,4.0)", "1.0 1.0.0 1.1 1.2 1.5 3.0")]
    [InlineData("[1.0,2.0)[3.0,4.0)", "[1.0,2.0),[3.0,4.0)", "1.0 1.0.0 1.1 1.2 1.5 3.0")]
    [InlineData("[1.0,1.0.0]", "[1.0,1.0.0]", "1.0 1.0.0")]
    [InlineData(",", "[,]", "0.9 1.0 1.0.0 1.1 1.2 1.5 2.0 3.0 bad undefined")]
    [InlineData("1.0,", "[1.0,]", "1.0 1.0.0 1.1 1.2 1.5 2.0 3.0")]
    [InlineData("[1,2],[2,3]", "[1,2],[2,3]", "1.0 1.0.0 1.1 1.2 1.5 2.0 3.0")]
    [InlineData("[1,2),[2,3]", "[1,2),[2,3]", "1.0 1.0.0 1.1 1.2 1.5 2.0 3.0")]
    public void Accepts_what_Maven_accepts(string text, string shown, string accepted)
    {
        var range = VersionRange.Parse(text);

        Assert.Equal(shown, range.ToString());
        Assert.Equal(accepted, string.Join(' ', Installed.Where(range.Contains)));
    }

    [Theory]
    [InlineData("[bad")]
    [InlineData("[1.0")]
    [InlineData("(1.0)")]
    [InlineData("[2.0,1.0]")]
    [InlineData("[1.0,1.0)")]
    [InlineData("(,1.2],[1.0,)")]
    [InlineData("()")]
    [InlineData("[1.0],2.0")]
    [InlineData("[1.0,2.0)x")]
    [InlineData("x[1.0,2.0)")]
    [InlineData("]1,2[")]
    [InlineData("1.0]")]
    [InlineData("1)")]
    [InlineData("(1,1)")]
    [InlineData("(,1],(,2]")]
    public void Refuses_what_Maven_refuses(string text)
    {
        var error = Assert.Throws<ConfigException>(() => VersionRange.Parse(text));

        Assert.Equal($"Invalid version specification: {text}", error.Message);
    }

    [Theory]
    [InlineData("1-")]
    [InlineData("1a")]
    [InlineData("1.")]
    public void Refuses_a_text_that_would_take_the_whole_stack(string part)
    {
        var version = string.Concat(Enumerable.Repeat(part, 100_000));

        var error = Assert.Throws<ConfigException>(() => VersionRange.Parse($"[{version},{version}]"));

        Assert.Equal("More than 1000 characters are no version.", error.InnerException?.Message);
    }

    [Theory]
    [InlineData(null, "3.0")]
    [InlineData("latest", "3.0")]
    [InlineData("[1.0,2.0)", "1.5")]
    [InlineData("[9,9]", null)]
    public void Finds_the_newest_that_is_accepted(string? text, string? newest) =>
        Assert.Equal(newest, VersionRange.Parse(text).Newest(Installed)?.ToString());
}
