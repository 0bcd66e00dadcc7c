namespace OrleansConnect.Kafka.Clients;

/// <summary>
/// Asks Kafka at once where topics are, which librdkafka would ask for when it looks next, up to a second later. May be used by several threads.
/// </summary>
internal sealed class MetadataLookup(NativeClient client)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>
    /// Ends when the leaders of these topics are known, and after 10 s or when the client closes in any case: librdkafka then finds them itself, when it looks next.
    /// </summary>
    public Task RunAsync(IEnumerable<string> topics, CancellationToken cancellationToken)
    {
        // Asked once more for topics that it knows, librdkafka would have Kafka create those that were deleted meanwhile.
        var unknown = Unknown(topics);
        return unknown.Length == 0
            ? Task.CompletedTask
            : BlockingCall.RunAsync(client, handle => Ask(handle, unknown, cancellationToken), cancellationToken);
    }

    private bool Ask(nint handle, string[] topics, CancellationToken cancellationToken)
    {
        var handles = Array.ConvertAll(topics, topic => Librdkafka.TopicNew(handle, topic, 0));
        try
        {
            var isAnswered = MetadataRequest.SendUntilAnswered(client, isBootstrapEnough: true, cancellationToken);
            if (isAnswered)
            {
                Know(topics);
            }

            return isAnswered;
        }
        finally
        {
            // Its answer stays with the client.
            Array.ForEach(handles, Destroy);
        }
    }

    private static void Destroy(nint topic)
    {
        // A name that librdkafka refuses has no handle; who uses it is told so.
        if (topic != 0)
        {
            Librdkafka.TopicDestroy(topic);
        }
    }

    private string[] Unknown(IEnumerable<string> topics)
    {
        lock (_known)
        {
            return [.. topics.Except(_known, StringComparer.Ordinal)];
        }
    }

    private void Know(string[] topics)
    {
        lock (_known)
        {
            _known.UnionWith(topics);
        }
    }
}
