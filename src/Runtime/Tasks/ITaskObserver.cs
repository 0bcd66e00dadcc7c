using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Hears what becomes of a runner. Called from the runner's loop: must not block.</summary>
public interface ITaskObserver
{
    /// <summary>Running, Paused, Failed (with the error) or, after a stop, Unassigned.</summary>
    void OnStateChanged(InstanceState state, Exception? error);

    /// <summary>Whether this runner is the one that is to run. An exception where nobody can say at the moment.</summary>
    Task<bool> IsWantedAsync();
}
