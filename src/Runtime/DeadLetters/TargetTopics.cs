using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>Refuses topics that nothing may be replayed to, before anything is. A topic that does not exist is never made by accident.</summary>
internal static class TargetTopics
{
    public static void Require(OpenedQueue queue, LetterId letter, string topic)
    {
        if (topic.Length == 0)
        {
            throw ConnectRequestException.Invalid(
                $"Dead letter {letter} does not say which topic it comes from, because 'errors.deadletterqueue.context.headers.enable' was not 'true'. Name a topic to replay it to (--topic).");
        }

        if (topic == queue.Topic || topic == queue.MarksTopic)
        {
            throw ConnectRequestException.Invalid(
                $"Dead letter {letter} would go to topic '{topic}', which is {(topic == queue.Topic ? "the dead letter queue itself" : "where replays are marked")}. "
                + "Name another topic to replay it to (--topic), and set the connector's 'errors.deadletterqueue.topic.name' to a topic of its own.");
        }

        if (queue.PartitionsOf(topic) is null)
        {
            throw ConnectRequestException.NotFound($"Kafka has no topic '{topic}', to which dead letter {letter} would go. Create it, or name another one (--topic). Nothing was replayed.");
        }
    }
}
