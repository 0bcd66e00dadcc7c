using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Runtime.Pipeline;

/// <summary>An operation on a record that failed.</summary>
/// <param name="Stage">The kind of operation.</param>
/// <param name="ClassName">The class that was at work, under the name users know.</param>
/// <param name="Error">What it threw.</param>
internal sealed record FailedOperation(ErrorStage Stage, string ClassName, Exception Error)
{
    /// <summary>The record as the source task returned it; null for sinks.</summary>
    public SourceRecord? Source { get; init; }

    /// <summary>The record as it is in Kafka; null for sources.</summary>
    public ConsumedRecord? Consumed { get; init; }

    /// <summary>The record as the sink task had it, where the task itself reported it; <see cref="Consumed"/> then has no bytes.</summary>
    public SinkRecord? Errant { get; init; }
}
