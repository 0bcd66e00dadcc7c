namespace OrleansConnect.Kafka.Log;

/// <summary>What a record meant to a view.</summary>
/// <param name="Accepted">It is the key's current entry now.</param>
/// <param name="Leftover">The record that no longer counts because of it, for its writer to remove.</param>
internal readonly record struct Verdict(bool Accepted, EntryKey? Leftover);
