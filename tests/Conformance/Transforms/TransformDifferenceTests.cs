using OrleansConnect.Tests.Conformance.Java;

namespace OrleansConnect.Tests.Conformance.Transforms;

/// <summary>Our transformations and predicates give the same records and messages as Kafka Connect's, whatever they get.</summary>
public sealed class TransformDifferenceTests(JavaOracle java)
{
    private const int CasesOfEach = 300;
    private const int RecordsOfEach = 3;

    public static TheoryData<string> Plugins => [.. PluginForm.All.Keys.Order()];

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
}
