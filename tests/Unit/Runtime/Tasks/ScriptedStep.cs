using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>A transformation that does what the test says.</summary>
internal sealed class ScriptedStep(Func<ConnectRecord, ConnectRecord?> apply) : ITransformation
{
    public static TransformationStep Of(Func<ConnectRecord, ConnectRecord?> apply) => new("Scripted", new ScriptedStep(apply));

    public ConfigDef Config => new();

    public void Configure(IReadOnlyDictionary<string, string> settings)
    {
    }

    public ConnectRecord? Apply(ConnectRecord record) => apply(record);

    public void Dispose()
    {
    }
}
