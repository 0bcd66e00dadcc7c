using System.Buffers;
using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Abstractions.Plugins;

/// <summary>Turns keys or values into bytes and back. One instance serves one task and one half of its records, one call at a time.</summary>
public interface IConverter : IConnectPlugin, IDisposable
{
    /// <summary>Called once, before anything else.</summary>
    void Configure(IReadOnlyDictionary<string, string> settings, bool isKey);

    /// <summary>
    /// Writes the bytes of a value. False means null: nothing was written, and Kafka gets no bytes at all (a tombstone, for a value). Throws
    /// <see cref="Errors.DataException"/> for what it cannot write; the caller then drops what is in the output.
    /// </summary>
    bool FromConnectData(string topic, Schema? schema, object? value, IBufferWriter<byte> output);

    /// <summary>Reads bytes. They are valid only during the call. Throws <see cref="Errors.DataException"/> for what it cannot read.</summary>
    SchemaAndValue ToConnectData(string topic, SerializedBytes data);
}
