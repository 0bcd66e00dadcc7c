using OrleansConnect.Abstractions.Sinks;

namespace OrleansConnect.Testing;

/// <summary>A record that a sink task has reported.</summary>
/// <param name="Record">The record.</param>
/// <param name="Error">Why the task could not write it.</param>
public sealed record ErrantRecord(SinkRecord Record, Exception Error);
