using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Abstractions.Plugins;

/// <summary>Decides whether a transformation applies to a record. One instance serves one task, one call at a time.</summary>
public interface IPredicate : IConnectPlugin, IDisposable
{
    /// <summary>Called once, before anything else.</summary>
    void Configure(IReadOnlyDictionary<string, string> settings);

    /// <summary>Whether the record is meant.</summary>
    bool Test(ConnectRecord record);
}
