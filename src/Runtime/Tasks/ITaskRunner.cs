using OrleansConnect.Abstractions.Data;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Connectors;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Runs one task in a loop of its own, off every grain's scheduler. All members may be called from any thread.</summary>
public interface ITaskRunner : IAsyncDisposable
{
    /// <summary>What was moved so far: a snapshot, cheap to take.</summary>
    TaskProgress Progress { get; }

    /// <summary>The version of the task's plugin, or null while it is not known.</summary>
    string? Version { get; }

    /// <summary>The call into the plugin that the task waits for, or null.</summary>
    OpenCall? Call { get; }

    /// <summary>Completes when the loop has ended; that of a task that was abandoned may never.</summary>
    Task Ended { get; }

    /// <summary>Starts the loop, which reports to the <see cref="ITaskObserver"/>. To be called once.</summary>
    void Start();

    /// <summary>Stops or resumes moving records; the task keeps what it has open.</summary>
    void SetPaused(bool isPaused);

    /// <summary>
    /// Gives a sink its partitions. When it returns, the ones that are gone were committed and closed, so that another task may take them; new ones are read from the
    /// committed offset of the connector's group, or from that which the task has stored beside its data. Does nothing for a source.
    /// </summary>
    /// <param name="partitions">All that it is to read.</param>
    /// <param name="generation">Higher than that of every assignment before, of any task of the connector: by it the target system knows the right owner of a partition.</param>
    /// <param name="cancellationToken">Ends the wait, not the assignment.</param>
    Task AssignAsync(IReadOnlyCollection<TopicPartition> partitions, long generation, CancellationToken cancellationToken);

    /// <summary>
    /// Stops for good: what is in flight is flushed and committed. When the token is cancelled first, the task is abandoned: its clients are closed hard, it commits
    /// nothing any more and whatever it still reports is ignored. Never throws, and always returns soon after the token is cancelled.
    /// </summary>
    Task StopAsync(CancellationToken cancellationToken);
}
