using System.Buffers;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Tests.Unit.Runtime.Validation;

/// <summary>A converter whose constructor fails.</summary>
internal sealed class BrokenConverter : IConverter
{
    public BrokenConverter() => throw new InvalidOperationException("no");

    public ConfigDef Config => new();

    public void Configure(IReadOnlyDictionary<string, string> settings, bool isKey)
    {
    }

    public bool FromConnectData(string topic, Schema? schema, object? value, IBufferWriter<byte> output) => false;

    public SchemaAndValue ToConnectData(string topic, SerializedBytes data) => default;

    public void Dispose()
    {
    }
}
