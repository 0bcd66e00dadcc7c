using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Tests.Integration.Management.Fakes;

/// <summary>A transformation that puts its <c>text</c> before values, drops <c>drop</c> and refuses <c>refuse</c>.</summary>
internal sealed class TestSteps : ITransformation
{
    private static readonly ConfigDef Definition = new ConfigDef().String("text", "What to put before values.", "");

    private string _text = "";

    public ConfigDef Config => Definition;

    public void Configure(IReadOnlyDictionary<string, string> settings) => _text = Definition.Parse(settings!).GetString("text");

    public ConnectRecord? Apply(ConnectRecord record) => record.Value switch
    {
        "drop" => null,
        "refuse" => throw new DataException("No."),
        _ => record with { Value = _text + record.Value },
    };

    public void Dispose()
    {
    }
}
