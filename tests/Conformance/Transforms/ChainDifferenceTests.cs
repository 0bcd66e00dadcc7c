using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Tests.Conformance.Java;

namespace OrleansConnect.Tests.Conformance.Transforms;

/// <summary>Several transformations in a row, with and without predicates, give the same records and messages as Kafka Connect's.</summary>
public sealed class ChainDifferenceTests(JavaOracle java)
{
    private const int Cases = 1500;
    private const int RecordsOfEach = 4;

    private static readonly string[] Predicates = [.. PluginForm.All.Keys.Where(name => IsPredicate(name)).Order()];
    private static readonly string[] Transformations = [.. PluginForm.All.Keys.Where(name => !IsPredicate(name)).Order()];

    [Fact]
    public void Treats_any_record_alike() => new Drawn<Action>(draw =>
    {
        var records = Enumerable.Range(0, RecordsOfEach).Select(_ => draw.Record()).ToArray();
        var steps = Enumerable.Range(0, 1 + draw.Below(4)).Select(_ => (Transformation: DrawnPlugin(draw, Transformations, records[0]), Predicate: draw.Chance(50) ? DrawnPlugin(draw, Predicates, records[0]) : default((string, (string, string)[])?), IsNegated: draw.Chance(50))).ToArray();
        return () =>
        {
            var pairs = steps.Select(step => (Transformation: Pair(step.Transformation), Predicate: step.Predicate is { } predicate ? Pair(predicate) : null, step.IsNegated))
                .Where(pair => pair.Transformation.IsConfigured && pair.Predicate is null or { IsConfigured: true })
                .ToArray();
            Compare(pairs, records);
        };
    }).Check(compare => compare(), Cases);

    private static bool IsPredicate(string name) => typeof(IPredicate).IsAssignableFrom(PluginForm.All[name].Type);

    private static (string Name, (string, string)[] Settings) DrawnPlugin(Draw draw, string[] names, ConnectRecord record)
    {
        var name = draw.OneOf(names);
        return (name, draw.Settings(name, record));
    }

    private TransformPair Pair((string Name, (string, string)[] Settings) plugin) => new(java, PluginForm.All[plugin.Name], plugin.Settings);

    private void Compare((TransformPair Transformation, TransformPair? Predicate, bool IsNegated)[] pairs, ConnectRecord[] records)
    {
        var id = java.NewId();
        java.Ask(["chain.new", id, .. pairs.SelectMany(pair => new[] { pair.Transformation.JavaId, pair.Predicate?.JavaId ?? "_", pair.IsNegated ? "true" : "false" })]);
        var chain = new TransformationChain(
            [.. pairs.Select(pair => new TransformationStep(pair.Transformation.What, (ITransformation)pair.Transformation.Plugin, (IPredicate?)pair.Predicate?.Plugin, pair.IsNegated))]);
        foreach (var record in records)
        {
            string[] words = [record is SinkRecord ? "sink" : "source", .. TransformPair.Words(record, sorted: false)];
            var theirs = java.Ask(["chain.apply", id, .. words]);
            var ours = TransformPair.Try(() => chain.Apply(record, isOwned: true) is { } result ? string.Join('\t', TransformPair.Words(result, sorted: true)) : "_");
            Assert.True(
                TransformPair.AreSame(ours, theirs),
                $"{string.Join("\n", pairs.Select(pair => $"{pair.Transformation.What} if {(pair.IsNegated ? "not " : "")}{pair.Predicate?.What}"))}\n on:     {string.Join(' ', words)}\n ours:   {ours.Text}\n theirs: {theirs.Text}");
        }
    }
}
