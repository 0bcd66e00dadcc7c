using Orleans.Concurrency;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Runtime.Grains;

/// <summary>A task, by <c>connector/number</c>: holds its runner. Only its connector grain calls it, with a placement hint.</summary>
[Alias("connect.runtime.ITaskGrain")]
internal interface ITaskGrain : IGrainWithStringKey
{
    /// <summary>What runs here, if that is the wanted generation or a newer one; null otherwise.</summary>
    [Alias("Find"), AlwaysInterleave, ResponseTimeout("00:00:10")]
    Task<TaskStarted?> Find(long generation);

    /// <summary>
    /// Runs this generation on that silo, for which the call carries a placement hint. A runner of an older generation is stopped first; one of the same is adopted as it is. Null
    /// when the grain is on another silo: it moves then, and the call is to be made again. Sinks are given partitions afterwards.
    /// </summary>
    [Alias("Start"), ResponseTimeout("00:00:30")]
    Task<TaskStarted?> Start(TaskSpec spec, bool isPaused, SiloAddress silo);

    /// <summary>Gives a sink its partitions; those that are gone were committed and closed when this returns. An assignment older than the last one is ignored. False when no runner of that generation is here.</summary>
    [Alias("Assign"), AlwaysInterleave, ResponseTimeout("00:01:00")]
    Task<bool> Assign(long generation, SinkPartitions assigned);

    /// <summary>Stops or resumes moving records.</summary>
    [Alias("SetPaused"), AlwaysInterleave]
    Task SetPaused(long generation, bool isPaused);

    /// <summary>Flushes, commits and ends the runner, whatever its generation.</summary>
    [Alias("Stop"), AlwaysInterleave, ResponseTimeout("00:01:00")]
    Task Stop();

    /// <summary>The same for good: lets go of the silo too.</summary>
    [Alias("Retire"), AlwaysInterleave, ResponseTimeout("00:01:00")]
    Task Retire();
}
