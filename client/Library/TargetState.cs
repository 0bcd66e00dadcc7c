namespace OrleansConnect.Client;

/// <summary>The state that a connector is to be in.</summary>
public enum TargetState
{
    /// <summary>Its tasks move records.</summary>
    Running,

    /// <summary>Its tasks are there and idle.</summary>
    Paused,

    /// <summary>It has no tasks and holds nothing; its configuration and offsets stay.</summary>
    Stopped,
}
