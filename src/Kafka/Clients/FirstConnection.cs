namespace OrleansConnect.Kafka.Clients;

/// <summary>
/// Brings a new producer to a broker at once. librdkafka leaves the bootstrap server as soon as that has named the brokers, and connects to one of them, asks it for the producer's id, and asks
/// again for topics that the bootstrap server was being asked for, when it looks next: half a second or a second later for many a first record. An answer of a broker makes it look.
/// </summary>
internal static class FirstConnection
{
    /// <summary>Ends when a broker has answered, and after some seconds in any case: librdkafka then goes on by itself.</summary>
    /// <param name="client">The producer.</param>
    /// <param name="countTopics">How many topics it has sent to: one that came while Kafka was being asked may not be in the answer.</param>
    public static Task MakeAsync(NativeClient client, Func<int> countTopics) => BlockingCall.RunAsync(client, _ => Make(client, countTopics), CancellationToken.None);

    private static bool Make(NativeClient client, Func<int> countTopics)
    {
        while (true)
        {
            var topics = countTopics();
            if (!MetadataRequest.SendUntilAnswered(client, isBootstrapEnough: false, CancellationToken.None))
            {
                return false;
            }

            if (countTopics() == topics)
            {
                return true;
            }
        }
    }
}
