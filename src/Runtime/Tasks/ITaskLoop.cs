namespace OrleansConnect.Runtime.Tasks;

/// <summary>The loop that moves a task's records.</summary>
internal interface ITaskLoop
{
    /// <summary>Starts the task and moves records until it is to stop, or throws what made it fail.</summary>
    Task RunAsync();

    /// <summary>Makes the last commit and closes the task, whatever became of <see cref="RunAsync"/>.</summary>
    Task CloseAsync();
}
