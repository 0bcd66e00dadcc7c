using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Tests.Integration.Management.Fakes;

/// <summary>A transformation whose own code fails on its setting <c>text</c>, and when it is disposed.</summary>
internal sealed class TouchySteps : ITransformation
{
    private bool _isConfigured;

    public ConfigDef Config { get; } = new ConfigDef().String("text", "What to fail on; nothing if it is 'fine'.", "");

    public void Configure(IReadOnlyDictionary<string, string> settings)
    {
        _isConfigured = true;
        if (settings["text"] != "fine")
        {
            throw new FormatException($"'{settings["text"]}' is no date.");
        }
    }

    public ConnectRecord? Apply(ConnectRecord record) => record;

    public void Dispose()
    {
        if (_isConfigured)
        {
            throw new InvalidOperationException("Nothing to let go of.");
        }
    }
}
