namespace OrleansConnect.Runtime.Tasks;

/// <summary>Hears which topics a connector uses: each topic once a task.</summary>
public interface ITopicTracker
{
    /// <summary>Called from a runner's loop: must not block.</summary>
    void OnTopicUsed(string connector, string topic);
}
