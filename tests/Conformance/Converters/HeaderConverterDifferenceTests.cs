using System.Text;
using OrleansConnect.Converters;
using OrleansConnect.Tests.Conformance.Java;

namespace OrleansConnect.Tests.Conformance.Converters;

/// <summary>Headers are written and read as by Kafka Connect's default header converter.</summary>
public sealed class HeaderConverterDifferenceTests(JavaOracle java)
{
    private readonly ConverterPair _pair = new(java, new SimpleHeaderConverter());

    [Fact]
    public void Writes_any_value_alike() => Check(2500, draw =>
    {
        var schema = draw.Chance(50) ? draw.Schema() : null;
        var value = draw.Value(schema);
        return () => _pair.CompareFrom(schema, value);
    });

    [Fact]
    public void Guesses_the_same_value_from_any_text() => Check(5000, draw =>
    {
        var bytes = Encoding.UTF8.GetBytes(draw.HeaderText());
        return () => _pair.CompareTo(bytes);
    });

    [Fact]
    public void Reads_damaged_bytes_alike() => Check(1000, draw =>
    {
        var bytes = draw.Chance(2) ? null : draw.Damage(draw.HeaderText());
        return () => _pair.CompareTo(bytes);
    });

    // Deeper than a thousand ours stays bytes; in Java that depends on the stack of the thread.
    [Fact]
    public void Reads_deep_texts_alike() => Check(30, draw =>
    {
        var depth = draw.OneOf(10, 100, 500, 999, 1000);
        var (open, close) = draw.OneOf(("[", "]"), ("{\"a\":", "}"), ("[1,", "]"), ("[{\"a\":", "}]"));
        depth /= open.Length == 6 && open[0] == '[' ? 2 : 1;
        var closed = draw.Chance(70) ? depth : draw.Below(depth);
        var bytes = Encoding.UTF8.GetBytes($"{string.Concat(Enumerable.Repeat(open, depth))}1{string.Concat(Enumerable.Repeat(close, closed))}");
        return () => _pair.CompareTo(bytes);
    });

    private static void Check(int cases, Func<Draw, Action> make) =>
        new Drawn<Action>(make).Check(compare => compare(), cases);
}
