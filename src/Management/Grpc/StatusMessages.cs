using Google.Protobuf.WellKnownTypes;
using OrleansConnect.Grains;
using V1 = OrleansConnect.Grpc.V1;

namespace OrleansConnect.Management.Grpc;

/// <summary>Statuses as gRPC messages.</summary>
internal static class StatusMessages
{
    public static V1.ConnectorStatus Of(ConnectorStatus status)
    {
        var message = new V1.ConnectorStatus
        {
            Name = status.Name,
            Connector = Of(status.Connector),
            Kind = ConnectorMessages.Of(status.Kind),
            Tasks = { status.Tasks.Select(Of) },
            Outdated = status.IsOutdated,
        };
        if (status.Trouble is { } trouble)
        {
            message.Trouble = trouble;
        }

        return message;
    }

    private static V1.TaskStatus Of(Grains.TaskStatus task) => new()
    {
        Id = task.Id,
        Instance = Of(task.Instance),
        Progress = task.Progress is { } progress ? Of(progress) : null,
    };

    private static V1.Instance Of(InstanceStatus instance)
    {
        var message = new V1.Instance { State = Of(instance.State), WorkerId = instance.WorkerId, RestartAttempts = instance.RestartAttempts };
        if (instance.Trace is { } trace)
        {
            message.Trace = trace;
        }

        if (instance.Version is { } version)
        {
            message.Version = version;
        }

        return message;
    }

    private static V1.TaskProgress Of(TaskProgress progress)
    {
        var message = new V1.TaskProgress
        {
            Records = progress.Records,
            Bytes = progress.Bytes,
            RecordsSkipped = progress.RecordsSkipped,
            RecordsInFlight = progress.RecordsInFlight,
            CommittedAt = Of(progress.CommittedAt),
            ProgressedAt = Of(progress.ProgressedAt),
            TakenAt = Of(progress.TakenAt),
            LagTime = progress.LagTime is { } time ? Duration.FromTimeSpan(time) : null,
            RecordsRead = progress.RecordsRead,
            WaitsUntil = Of(progress.WaitsUntil),
            StalledSince = Of(progress.StalledSince),
            WaitsSince = Of(progress.WaitsSince),
            Errors = progress.Errors is { } errors ? Of(errors) : null,
        };
        if (progress.Lag is { } lag)
        {
            message.Lag = lag;
        }

        if (progress.BytesRead is { } bytesRead)
        {
            message.BytesRead = bytesRead;
        }

        if (progress.WaitsFor is { } waitsFor)
        {
            message.WaitsFor = waitsFor;
        }

        return message;
    }

    private static V1.TaskErrors Of(TaskErrorFigures errors)
    {
        var message = new V1.TaskErrors
        {
            Failures = errors.Failures,
            Retries = errors.Retries,
            RecordsSkipped = errors.RecordsSkipped,
            LastAt = Of(errors.LastAt),
        };
        if (errors.Last is { } last)
        {
            message.Last = last;
        }

        return message;
    }

    private static Timestamp? Of(DateTimeOffset? instant) => instant is { } known ? Timestamp.FromDateTimeOffset(known) : null;

    private static V1.InstanceState Of(InstanceState state) => state switch
    {
        InstanceState.Unassigned => V1.InstanceState.Unassigned,
        InstanceState.Running => V1.InstanceState.Running,
        InstanceState.Paused => V1.InstanceState.Paused,
        InstanceState.Failed => V1.InstanceState.Failed,
        InstanceState.Restarting => V1.InstanceState.Restarting,
        InstanceState.Stopped => V1.InstanceState.Stopped,
        _ => V1.InstanceState.Unspecified,
    };
}
