namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>What was done with a dead letter.</summary>
public enum LetterState
{
    /// <summary>A replay began to give it to the connector's task, and nobody knows whether it was written.</summary>
    Started,

    /// <summary>It was replayed.</summary>
    Replayed,
}
