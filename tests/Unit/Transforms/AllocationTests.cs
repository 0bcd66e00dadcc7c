using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Transforms;
using OrleansConnect.Transforms.Predicates;
using static OrleansConnect.Tests.Unit.Transforms.Transforming;

namespace OrleansConnect.Tests.Unit.Transforms;

/// <summary>Transformations allocate what their results need: the record, and what is new in it.</summary>
public sealed class AllocationTests
{
    private const int Rounds = 1000;

    private readonly ConnectRecord[] _records =
    [
        Record(("n", 1), ("m", 2)) with { Topic = "orders", Headers = Headers.Of([.. Enumerable.Range(0, 8).Select(number => new Header($"h{number}", null, number))]) },
        Record(("n", 1), ("m", 2)) with { Topic = "returns", Headers = Headers.Of([.. Enumerable.Range(0, 8).Select(number => new Header($"h{number}", null, number))]) },
    ];

    [Fact]
    public void RegexRouter_matches_each_topic_once() => Check(new RegexRouter().With(("regex", "(.*)"), ("replacement", "$1-x")), extra: 0);

    [Fact]
    public void TimestampRouter_makes_nothing_but_the_topic() => Check(new TimestampRouter().With(), extra: 80);

    [Fact]
    public void DropHeaders_makes_the_headers_once() => Check(new DropHeaders().With(("headers", "h1,h2,h3,h4")), extra: 100);

    [Fact]
    public void HeaderFrom_makes_the_headers_once() =>
        Check(new HeaderFrom(RecordPart.Value).With(("fields", "n,m"), ("headers", "x,y"), ("operation", "copy")), extra: 310);

    [Fact]
    public void TopicNameMatches_matches_each_topic_once()
    {
        using var predicate = new TopicNameMatches();
        predicate.Configure(new Dictionary<string, string> { ["pattern"] = "o.*" });

        Assert.InRange(BytesOf(record => predicate.Test(record)), 0, 8);
    }

    private void Check(ITransformation transformation, int extra)
    {
        using (transformation)
        {
            var copy = BytesOf(record => _ = record with { Topic = "other" });

            Assert.InRange(BytesOf(record => transformation.Apply(record)), 0, copy + extra);
        }
    }

    private long BytesOf(Action<ConnectRecord> apply)
    {
        Run(apply);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(apply);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (Rounds * _records.Length);
    }

    private void Run(Action<ConnectRecord> apply)
    {
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var record in _records)
            {
                apply(record);
            }
        }
    }
}
