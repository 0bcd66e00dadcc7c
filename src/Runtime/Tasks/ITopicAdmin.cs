namespace OrleansConnect.Runtime.Tasks;

/// <summary>What the topic creator asks of Kafka.</summary>
internal interface ITopicAdmin
{
    Task<bool> ExistsAsync(string topic, CancellationToken cancellationToken);

    /// <summary>Creates a topic; that somebody else was faster is no error.</summary>
    Task CreateAsync(string topic, TopicGroup group, CancellationToken cancellationToken);
}
