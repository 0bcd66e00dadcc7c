namespace OrleansConnect.Tests.EndToEnd.Soak;

/// <summary>What a soak does to a cluster.</summary>
internal enum Fault
{
    /// <summary>A worker ends without a word.</summary>
    Kill,

    /// <summary>A worker is asked to leave.</summary>
    Stop,

    /// <summary>A worker stands still until others have its tasks, and wakes then.</summary>
    Freeze,

    /// <summary>A worker stands still for less time than others take to notice.</summary>
    Hiccup,

    /// <summary>One more worker than there were comes and leaves again.</summary>
    Join,

    /// <summary>Every worker is asked to leave, one after the other, and replaced.</summary>
    RollingRestart,

    /// <summary>All workers end at once without a word.</summary>
    KillAll,

    /// <summary>A worker sees its peers and not Kafka, until others have its tasks. Only where <see cref="Processes.TestNetwork"/> is permitted.</summary>
    CutFromKafka,

    /// <summary>A worker sees Kafka and not its peers, until it has ended. Only where <see cref="Processes.TestNetwork"/> is permitted.</summary>
    CutFromPeers,

    /// <summary>Kafka ends without a word and comes back.</summary>
    KillKafka,
}
