using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Abstractions.Plugins;

/// <summary>Changes one record at a time. One instance serves one task, one call at a time.</summary>
public interface ITransformation : IConnectPlugin, IDisposable
{
    /// <summary>Called once, before anything else.</summary>
    void Configure(IReadOnlyDictionary<string, string> settings);

    /// <summary>The record as it goes on; null drops it.</summary>
    ConnectRecord? Apply(ConnectRecord record);
}
