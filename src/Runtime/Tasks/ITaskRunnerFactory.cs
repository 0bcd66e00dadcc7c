namespace OrleansConnect.Runtime.Tasks;

/// <summary>Makes the runner that fits a task.</summary>
public interface ITaskRunnerFactory
{
    /// <summary>A runner that is not started yet. Never throws: what is wrong with the specification fails the runner when it starts.</summary>
    ITaskRunner Create(TaskSpec spec, ITaskObserver observer);
}
