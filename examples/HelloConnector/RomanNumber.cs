using Humanizer;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;

namespace HelloConnector;

/// <summary>Writes a number of the value as the Romans did: 21 becomes XXI.</summary>
public sealed class RomanNumber : ITransformation
{
    public ConfigDef Config { get; } = new();

    public void Configure(IReadOnlyDictionary<string, string> settings)
    {
    }

    public ConnectRecord? Apply(ConnectRecord record) =>
        record.Value is long number and > 0 and < 4000 ? record with { Value = ((int)number).ToRoman(), ValueSchema = Schema.String } : record;

    public void Dispose()
    {
    }
}
