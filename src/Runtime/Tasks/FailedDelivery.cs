using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Kafka;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>A record that Kafka did not take.</summary>
/// <param name="Record">The record, where it was kept.</param>
/// <param name="Topic">The topic it was for.</param>
/// <param name="Error">Kafka's reason.</param>
/// <param name="Sequence">Its sequence, by which it stays pending until it was reported.</param>
internal sealed record FailedDelivery(SourceRecord? Record, string? Topic, KafkaError Error, long Sequence);
