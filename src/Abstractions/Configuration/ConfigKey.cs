namespace OrleansConnect.Abstractions.Configuration;

/// <summary>One setting: its name, its type, what it means and what is allowed.</summary>
/// <param name="Name">The name users write, for example <c>batch.size</c>.</param>
/// <param name="Type">The type its value is read as.</param>
public sealed record ConfigKey(string Name, ConfigType Type)
{
    /// <summary>What the setting does, in a sentence or two.</summary>
    public string Documentation { get; init; } = "";

    /// <summary>
    /// The value of a setting that is not given; null stands for "nothing". Setting it, even to null, makes the setting optional;
    /// a key whose default is never set is required.
    /// </summary>
    public object? DefaultValue
    {
        get;
        init
        {
            field = value;
            HasDefault = true;
        }
    }

    /// <summary>Whether there is a default, in other words whether the setting may be left out.</summary>
    public bool HasDefault { get; private init; }

    /// <summary>How much the setting matters.</summary>
    public Importance Importance { get; init; } = Importance.Medium;

    /// <summary>The heading under which the setting is shown, or null.</summary>
    public string? Group { get; init; }

    /// <summary>The place within the group, or -1.</summary>
    public int OrderInGroup { get; init; } = -1;

    /// <summary>How wide a form should make the field.</summary>
    public Width Width { get; init; } = Width.None;

    /// <summary>The setting's name for the eye.</summary>
    public string DisplayName { get; init; } = Name;

    /// <summary>The names of the settings whose proposals or visibility depend on this one's value.</summary>
    public IReadOnlyList<string> Dependents { get; init; } = [];

    /// <summary>What decides whether a value is allowed, or null if every value of the type is.</summary>
    public IConfigValidator? Validator { get; init; }

    /// <summary>What proposes values, or null.</summary>
    public IConfigRecommender? Recommender { get; init; }

    /// <summary>The unit of a number, for example <c>ms</c>, or null.</summary>
    public string? Unit { get; init; }

    /// <summary>
    /// Whether answers that have to be those of Kafka Connect, which does not have the setting, list it only where it is set. Looked at in the settings of
    /// converters, transformations and predicates.
    /// </summary>
    public bool IsListedOnlyWhenSet { get; init; }

    /// <summary>Whether documentation and forms leave the setting out.</summary>
    public bool Hidden { get; init; }
}
