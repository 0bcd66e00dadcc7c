using System.Globalization;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Tests.Plugins;

/// <summary>Writes behind a text who moved it and when: <c>key=process:generation:milliseconds</c>. Every start of a task has a generation of its own.</summary>
public sealed class Stamp : ITransformation
{
    private static readonly ConfigDef Definition = new ConfigDef().String("key", "What stands before the stamp.");
    private static int _generations;

    private string _writer = "";

    public ConfigDef Config => Definition;

    public void Configure(IReadOnlyDictionary<string, string> settings) =>
        _writer = string.Create(CultureInfo.InvariantCulture, $"{settings["key"]}={Environment.ProcessId}:{Interlocked.Increment(ref _generations)}");

    public ConnectRecord? Apply(ConnectRecord record) => record with
    {
        Value = string.Create(CultureInfo.InvariantCulture, $"{record.Value} {_writer}:{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}"),
    };

    public void Dispose()
    {
        // Holds nothing.
    }
}
