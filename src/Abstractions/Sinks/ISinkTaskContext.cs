using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Abstractions.Sinks;

/// <summary>What the runtime offers a sink task. To be used from within the task's calls.</summary>
public interface ISinkTaskContext : ITaskContext
{
    /// <summary>The partitions the task has now.</summary>
    IReadOnlySet<TopicPartition> Assignment { get; }

    /// <summary>Null unless a dead letter queue is named or errors are logged.</summary>
    IErrantRecordReporter? ErrantRecords { get; }

    /// <summary>Goes on reading at these offsets, before the next put.</summary>
    void Rewind(IReadOnlyDictionary<TopicPartition, long> offsets);

    /// <summary>How long to wait before the next put when this one ends with a <see cref="Errors.RetriableException"/>.</summary>
    void Timeout(TimeSpan delay);

    /// <summary>Stops reading partitions until they are resumed.</summary>
    void Pause(IReadOnlyCollection<TopicPartition> partitions);

    /// <summary>Reads partitions again.</summary>
    void Resume(IReadOnlyCollection<TopicPartition> partitions);

    /// <summary>Asks for a commit before the next put, ahead of <c>offset.flush.interval.ms</c>.</summary>
    void RequestCommit();
}
