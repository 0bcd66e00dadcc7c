namespace OrleansConnect.Client;

/// <summary>Where dead letters are replayed to.</summary>
public enum ReplayTarget
{
    /// <summary>The topic they come from, for all who read it.</summary>
    Topic,

    /// <summary>The sink itself, past the topic.</summary>
    Connector,
}
