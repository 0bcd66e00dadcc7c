namespace OrleansConnect.Kafka.Log;

/// <summary>A key's value and version. A key that never was, or was deleted, has no value; its version is what a write must expect.</summary>
public readonly record struct VersionedValue(long Version, ReadOnlyMemory<byte>? Value)
{
    public bool Exists => Value is not null;
}
