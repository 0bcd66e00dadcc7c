namespace OrleansConnect.Abstractions.Plugins;

/// <summary>How much a line of log matters.</summary>
public enum LogSeverity
{
    /// <summary>For those who look for a fault.</summary>
    Debug,

    /// <summary>A state has changed.</summary>
    Information,

    /// <summary>Something is worse than it should be, and is tried again.</summary>
    Warning,

    /// <summary>Somebody has to do something.</summary>
    Error,
}
