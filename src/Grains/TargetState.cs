namespace OrleansConnect.Grains;

/// <summary>The state that somebody wants a connector to be in. It outlives every restart.</summary>
public enum TargetState
{
    /// <summary>Moves records.</summary>
    Running,

    /// <summary>Keeps its tasks, which move nothing.</summary>
    Paused,

    /// <summary>Has no tasks.</summary>
    Stopped,
}
