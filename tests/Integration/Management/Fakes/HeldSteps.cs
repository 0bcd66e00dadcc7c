using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Tests.Integration.Management.Fakes;

/// <summary>A transformation that keeps records until it is told to let go. One test at a time uses it.</summary>
internal sealed class HeldSteps : ITransformation
{
    public static ManualResetEventSlim Release { get; } = new();

    public ConfigDef Config { get; } = new();

    public void Configure(IReadOnlyDictionary<string, string> settings)
    {
    }

    public ConnectRecord? Apply(ConnectRecord record)
    {
        Release.Wait();
        return record;
    }

    public void Dispose()
    {
    }
}
