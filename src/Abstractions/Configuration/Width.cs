namespace OrleansConnect.Abstractions.Configuration;

/// <summary>How wide a form should make a setting's field.</summary>
public enum Width
{
    /// <summary>Not said.</summary>
    None,

    /// <summary>A number or a word.</summary>
    Short,

    /// <summary>A name.</summary>
    Medium,

    /// <summary>A sentence, a path or a list.</summary>
    Long,
}
