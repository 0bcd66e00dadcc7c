namespace OrleansConnect.Kafka.Log;

/// <summary>Whether a write was accepted, and what the key holds now.</summary>
public readonly record struct WriteResult(bool Accepted, VersionedValue Current);
