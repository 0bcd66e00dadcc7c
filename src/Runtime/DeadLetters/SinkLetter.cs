using OrleansConnect.Abstractions.Sinks;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>A letter as a sink task is given it.</summary>
internal sealed record SinkLetter(Letter Letter, SinkRecord Record);
