namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>What became of a letter in a replay.</summary>
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

    /// <summary>A replay gave it to the connector's task and nobody knows whether it was written.</summary>
    Unknown,

    /// <summary>It was not its turn before the connector's task failed, and stays as it is.</summary>
    NotTried,
}
