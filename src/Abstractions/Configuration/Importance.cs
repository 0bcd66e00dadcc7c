namespace OrleansConnect.Abstractions.Configuration;

/// <summary>How much a setting matters to somebody who writes a configuration.</summary>
public enum Importance
{
    /// <summary>Nearly everybody has to think about it.</summary>
    High,

    /// <summary>Worth knowing.</summary>
    Medium,

    /// <summary>For special needs.</summary>
    Low,
}
