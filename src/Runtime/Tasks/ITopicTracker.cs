namespace OrleansConnect.Runtime.Tasks;

/// <summary>Keeps track of the topics that connectors use.</summary>
public interface ITopicTracker
{
    /// <summary>Where a task tells which topics it uses, for as long as it runs.</summary>
    /// <param name="task">The task.</param>
    /// <param name="moved">How many records the task has moved, where a topic counts only once that has grown; null: it counts at once.</param>
    ITopicUse Follow(TaskSpec task, Func<long>? moved);
}
