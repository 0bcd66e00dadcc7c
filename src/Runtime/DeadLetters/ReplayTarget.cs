namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>Where dead letters are replayed to. Those of a source go through its transformations and converters to the topic, whichever is asked for.</summary>
public enum ReplayTarget
{
    /// <summary>The topic a sink read them from, for all who read it.</summary>
    Topic,

    /// <summary>The sink itself, past the topic.</summary>
    Connector,
}
