namespace OrleansConnect.Runtime.Tasks;

/// <summary>Hears which topics one task uses. Disposed when the task has ended.</summary>
public interface ITopicUse : IAsyncDisposable
{
    /// <summary>The task uses the topic, now or still: Kafka took a record of a source for it, or a sink's record of it could be read. Called once a batch: must not block.</summary>
    void OnUsed(string topic);
}
