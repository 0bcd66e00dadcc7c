using System.Buffers;
using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Abstractions.Plugins;

/// <summary>Turns header values into bytes and back. One instance serves one task, one call at a time.</summary>
public interface IHeaderConverter : IConnectPlugin, IDisposable
{
    /// <summary>Called once, before anything else.</summary>
    void Configure(IReadOnlyDictionary<string, string> settings);

    /// <summary>Writes the bytes of a header's value; false means null.</summary>
    bool FromConnectHeader(string topic, string key, Schema? schema, object? value, IBufferWriter<byte> output);

    /// <summary>Reads the bytes of a header's value, valid only during the call.</summary>
    SchemaAndValue ToConnectHeader(string topic, string key, SerializedBytes data);
}
