using System.Runtime.InteropServices;

namespace OrleansConnect.Kafka.Clients;

/// <summary>Asks Kafka for its brokers and for the topics that a client uses. For a thread that may block, and a client in use.</summary>
internal static class MetadataRequest
{
    // Closing a client waits for an attempt, so it is short.
    private const int AttemptMs = 500;
    private const int AttemptsMax = 20;

    // Where an answer (struct rd_kafka_metadata) says which broker gave it; a bootstrap server is -1 there.
    private static readonly int OriginOffset = 4 * nint.Size;

    /// <summary>Whether Kafka answered before the client closed, the call was cancelled, or 20 attempts of at most half a second failed.</summary>
    /// <param name="client">The client.</param>
    /// <param name="isBootstrapEnough">Whether the answer of a bootstrap server will do, which librdkafka leaves when it knows the brokers.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static bool SendUntilAnswered(NativeClient client, bool isBootstrapEnough, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptsMax && !client.IsClosing && !cancellationToken.IsCancellationRequested; attempt++)
        {
            if (Send(client) is { } broker && (isBootstrapEnough || broker >= 0))
            {
                return true;
            }
        }

        return false;
    }

    // Which broker has answered; null without an answer.
    private static int? Send(NativeClient client)
    {
        if (Librdkafka.Metadata(client.Handle, 0, 0, out var metadata, AttemptMs) != 0)
        {
            return null;
        }

        var broker = Marshal.ReadInt32(metadata, OriginOffset);
        Librdkafka.MetadataDestroy(metadata);
        return broker;
    }
}
