namespace OrleansConnect.Client;

/// <summary>The state that a connector or a task is in.</summary>
public enum InstanceState
{
    /// <summary>A state that this client does not know.</summary>
    Unknown,

    /// <summary>Not started yet, or between two workers.</summary>
    Unassigned,

    /// <summary>Started.</summary>
    Running,

    /// <summary>Started, and idle because that is wanted.</summary>
    Paused,

    /// <summary>Ended with an error; stays so until somebody restarts it.</summary>
    Failed,

    /// <summary>A restart was asked for and is under way.</summary>
    Restarting,

    /// <summary>Stopped because that is wanted; connectors only.</summary>
    Stopped,
}
