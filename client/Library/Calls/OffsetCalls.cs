using Google.Protobuf.WellKnownTypes;
using V1 = OrleansConnect.Grpc.V1;

namespace OrleansConnect.Client.Calls;

/// <summary>The calls about offsets.</summary>
internal sealed class OffsetCalls(V1.ConnectService.ConnectServiceClient service, CallRetry retry)
{
    public Task<ConnectorOffsets> GetAsync(string connector, bool withLogs, DateTimeOffset? atTime, CancellationToken cancellationToken)
    {
        var request = new V1.GetOffsetsRequest { Name = connector, WithLogs = withLogs, AtTime = atTime is { } time ? Timestamp.FromDateTimeOffset(time) : null };
        return retry.RunAsync(async (call, _) => From(await service.GetOffsetsAsync(request, call).ConfigureAwait(false)), cancellationToken);
    }

    public Task<string> AlterAsync(string connector, IReadOnlyList<ConnectorOffset> offsets, CancellationToken cancellationToken)
    {
        var request = new V1.AlterOffsetsRequest { Name = connector, Offsets = { offsets.Select(To) } };
        return retry.RunAsync(async (call, _) => (await service.AlterOffsetsAsync(request, call).ConfigureAwait(false)).Message, cancellationToken);
    }

    public Task<string> ResetAsync(string connector, CancellationToken cancellationToken) =>
        retry.RunAsync(async (call, _) => (await service.ResetOffsetsAsync(new() { Name = connector }, call).ConfigureAwait(false)).Message, cancellationToken);

    // A second one would do it again.
    public Task<string> UndoAsync(string connector, CancellationToken cancellationToken) =>
        retry.RunOnceAsync(async call => (await service.UndoOffsetsAsync(new() { Name = connector }, call).ConfigureAwait(false)).Message, cancellationToken);

    private static ConnectorOffsets From(V1.ConnectorOffsets message) => new(
        ConnectorMessages.From(message.Kind),
        [.. message.Offsets.Select(From)],
        message.LastChange is { } change ? new(change.At?.ToDateTimeOffset() ?? default, change.Action, [.. change.Before.Select(From)]) : null);

    private static ConnectorOffset From(V1.Offset message) => new(message.HasPartition ? message.Partition : null, message.HasOffset_ ? message.Offset_ : null)
    {
        Log = message.Log is { } log ? new(log.Start, log.End, log.HasAtTime ? log.AtTime : null) : null,
    };

    private static V1.Offset To(ConnectorOffset offset)
    {
        var message = new V1.Offset();
        if (offset.Partition is { } partition)
        {
            message.Partition = partition;
        }

        if (offset.Offset is { } value)
        {
            message.Offset_ = value;
        }

        return message;
    }
}
