using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>A sink task and what belongs to it.</summary>
internal sealed record SinkSession(
    SinkTask Task, SinkTaskContext Context, SinkPositions Positions, ISinkInput Input, PendingReports Reports, SinkClaims Claims);
