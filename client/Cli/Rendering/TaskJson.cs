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

    public long? RecordsRead { get; init; }

    public long? BytesRead { get; init; }

    public double? LagSeconds { get; init; }

    public DateTimeOffset? WaitsUntil { get; init; }

    public DateTimeOffset? WaitsSince { get; init; }

    public DateTimeOffset? StalledSince { get; init; }

    public TaskErrorFigures? Errors { get; init; }

    public static TaskJson Of(ConnectorTaskStatus task, double? rate)
    {
        var json = new TaskJson
        {
            Id = task.Id,
            State = States.Word(task.Instance.State),
            WorkerId = task.Instance.WorkerId,
            Trace = task.Instance.Trace,
            RestartAttempts = task.Instance.RestartAttempts is > 0 and var attempts ? attempts : null,
            RecordsPerSecond = rate is { } known ? Math.Round(known, 1) : null,
        };
        return task.Progress is { } progress ? json.With(progress) : json;
    }

    private TaskJson With(TaskProgress progress) => this with
    {
        Records = progress.Records,
        Bytes = progress.Bytes,
        RecordsSkipped = progress.RecordsSkipped,
        RecordsInFlight = progress.RecordsInFlight,
        Lag = progress.Lag,
        CommittedAt = progress.CommittedAt,
        ProgressedAt = progress.ProgressedAt,
        WaitsFor = progress.WaitsFor,
        RecordsRead = progress.RecordsRead,
        BytesRead = progress.BytesRead,
        LagSeconds = progress.LagTime?.TotalSeconds,
        WaitsUntil = progress.WaitsUntil,
        WaitsSince = progress.WaitsSince,
        StalledSince = progress.StalledSince,
        Errors = progress.Errors,
    };
}
