using OrleansConnect.Client;

namespace OrleansConnect.Cli.Rendering;

/// <summary>A task's status for scripts.</summary>
internal sealed record TaskJson
{
    public required int Id { get; init; }

    public required string State { get; init; }

    public required string WorkerId { get; init; }

    public string? Trace { get; init; }

    public int? RestartAttempts { get; init; }

    public long? Records { get; init; }

    public double? RecordsPerSecond { get; init; }

    public long? Bytes { get; init; }

    public long? RecordsSkipped { get; init; }

    public long? RecordsInFlight { get; init; }

    public long? Lag { get; init; }

    public DateTimeOffset? CommittedAt { get; init; }

    public DateTimeOffset? ProgressedAt { get; init; }

    public string? WaitsFor { get; init; }

    public static TaskJson Of(ConnectorTaskStatus task, double? rate) => new()
    {
        Id = task.Id,
        State = States.Word(task.Instance.State),
        WorkerId = task.Instance.WorkerId,
        Trace = task.Instance.Trace,
        RestartAttempts = task.Instance.RestartAttempts is > 0 and var attempts ? attempts : null,
        Records = task.Progress?.Records,
        RecordsPerSecond = rate is { } known ? Math.Round(known, 1) : null,
        Bytes = task.Progress?.Bytes,
        RecordsSkipped = task.Progress?.RecordsSkipped,
        RecordsInFlight = task.Progress?.RecordsInFlight,
        Lag = task.Progress?.Lag,
        CommittedAt = task.Progress?.CommittedAt,
        ProgressedAt = task.Progress?.ProgressedAt,
        WaitsFor = task.Progress?.WaitsFor,
    };
}
