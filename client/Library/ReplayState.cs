namespace OrleansConnect.Client;

/// <summary>What became of a dead letter in a replay.</summary>
public enum ReplayState
{
    /// <summary>In a preview: it would be replayed.</summary>
    Ready,

    /// <summary>It was replayed.</summary>
    Replayed,

    /// <summary>A transformation dropped it, which is as it should be.</summary>
    Dropped,

    /// <summary>It failed again, and stays as it is.</summary>
    Failed,

    /// <summary>It was replayed before, and was left alone.</summary>
    ReplayedBefore,

    /// <summary>A replay gave it to the connector's task, and nobody knows whether it was written. It is replayed only with <see cref="DeadLetterReplay.Again"/>.</summary>
    Unknown,

    /// <summary>The connector's task failed before its turn; it stays as it is.</summary>
    NotTried,
}
