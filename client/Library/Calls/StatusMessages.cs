using Google.Protobuf.WellKnownTypes;
using V1 = OrleansConnect.Grpc.V1;

namespace OrleansConnect.Client.Calls;

/// <summary>Statuses out of messages.</summary>
internal static class StatusMessages
{
    public static ConnectorStatus From(V1.ConnectorStatus message) =>
        new(message.Name, ConnectorMessages.From(message.Kind), From(message.Connector), [.. message.Tasks.Select(From)])
        {
            Trouble = message.HasTrouble ? message.Trouble : null,
            IsOutdated = message.Outdated,
        };

    private static ConnectorTaskStatus From(V1.TaskStatus message) =>
        new(message.Id, From(message.Instance), message.Progress is { } progress ? From(progress) : null);

    private static InstanceStatus From(V1.Instance? message) => message is null
        ? new(InstanceState.Unknown, "", null, null)
        : new(From(message.State), message.WorkerId, message.HasTrace ? message.Trace : null, message.HasVersion ? message.Version : null)
        {
            RestartAttempts = message.RestartAttempts,
        };

    private static TaskProgress From(V1.TaskProgress message) => new()
    {
        Records = message.Records,
        Bytes = message.Bytes,
        RecordsSkipped = message.RecordsSkipped,
        RecordsInFlight = message.RecordsInFlight,
        Lag = message.HasLag ? message.Lag : null,
        CommittedAt = From(message.CommittedAt),
        ProgressedAt = From(message.ProgressedAt),
        WaitsFor = message.HasWaitsFor ? message.WaitsFor : null,
        TakenAt = From(message.TakenAt) ?? default,
        LagTime = message.LagTime?.ToTimeSpan(),
        RecordsRead = message.RecordsRead,
        BytesRead = message.HasBytesRead ? message.BytesRead : null,
        WaitsUntil = From(message.WaitsUntil),
        WaitsSince = From(message.WaitsSince),
        StalledSince = From(message.StalledSince),
        Errors = message.Errors is { } errors ? From(errors) : null,
    };

    private static TaskErrorFigures From(V1.TaskErrors message) => new()
    {
        Failures = message.Failures,
        Retries = message.Retries,
        RecordsSkipped = message.RecordsSkipped,
        Last = message.HasLast ? message.Last : null,
        LastAt = From(message.LastAt),
    };

    private static DateTimeOffset? From(Timestamp? message) => message?.ToDateTimeOffset();

    private static InstanceState From(V1.InstanceState message) => message switch
    {
        V1.InstanceState.Unassigned => InstanceState.Unassigned,
        V1.InstanceState.Running => InstanceState.Running,
        V1.InstanceState.Paused => InstanceState.Paused,
        V1.InstanceState.Failed => InstanceState.Failed,
        V1.InstanceState.Restarting => InstanceState.Restarting,
        V1.InstanceState.Stopped => InstanceState.Stopped,
        _ => InstanceState.Unknown,
    };
}
