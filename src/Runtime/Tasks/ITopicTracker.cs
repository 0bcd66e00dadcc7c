namespace OrleansConnect.Runtime.Tasks;

/// <summary>Keeps track of the topics that connectors use.</summary>
public interface ITopicTracker
{
    /// <summary>Where a task tells which topics it uses, for as long as it runs.</summary>
    /// <param name="task">The task.</param>
    ITopicUse Follow(TaskSpec task);
}
