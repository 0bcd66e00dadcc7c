namespace OrleansConnect.Runtime.Tasks;

/// <summary>Hears which topics one task uses. Disposed when the task has ended.</summary>
public interface ITopicUse : IAsyncDisposable
{
    /// <summary>The task uses the topic, now or still. Called from a runner's loop, once a batch: must not block.</summary>
    void OnUsed(string topic);
}
