using Google.Protobuf.WellKnownTypes;
using OrleansConnect.Grains;
using V1 = OrleansConnect.Grpc.V1;

namespace OrleansConnect.Management.Grpc;

/// <summary>Offsets as gRPC messages.</summary>
internal static class OffsetMessages
{
    public static V1.ConnectorOffsets Of(ConnectorOffsets offsets) => new()
    {
        Kind = ConnectorMessages.Of(offsets.Kind),
        Offsets = { offsets.Offsets.Select(Of) },
        LastChange = offsets.LastChange is { } change ? Of(change) : null,
    };

    public static ConnectorOffset Of(V1.Offset message) =>
        new(message.HasPartition ? message.Partition : null, message.HasOffset_ ? message.Offset_ : null);

    private static V1.OffsetsChange Of(OffsetsChange change) => new()
    {
        At = Timestamp.FromDateTimeOffset(change.At),
        Action = change.Action.ToString().ToLowerInvariant(),
        Before = { change.Before.Select(Of) },
    };

    private static V1.Offset Of(ConnectorOffset offset)
    {
        var message = new V1.Offset { Log = offset.Log is { } log ? Of(log) : null };
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

    private static V1.PartitionLog Of(PartitionLog log)
    {
        var message = new V1.PartitionLog { Start = log.Start, End = log.End };
        if (log.AtTime is { } offset)
        {
            message.AtTime = offset;
        }

        return message;
    }
}
