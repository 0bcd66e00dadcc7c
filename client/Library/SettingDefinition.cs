namespace OrleansConnect.Client;

/// <summary>A setting that a plugin understands.</summary>
public sealed record SettingDefinition
{
    /// <summary>Its key in a configuration.</summary>
    public required string Name { get; init; }

    /// <summary>BOOLEAN, STRING, INT, SHORT, LONG, DOUBLE, LIST, CLASS or PASSWORD.</summary>
    public required string Type { get; init; }

    /// <summary>Whether a configuration without it is not valid.</summary>
    public bool Required { get; init; }

    /// <summary>Its value where a configuration does not have it, or null.</summary>
    public string? DefaultValue { get; init; }

    /// <summary>HIGH, MEDIUM or LOW.</summary>
    public required string Importance { get; init; }

    /// <summary>What it does.</summary>
    public required string Documentation { get; init; }

    /// <summary>The heading that forms show it under, or null.</summary>
    public string? Group { get; init; }

    /// <summary>Its place under that heading.</summary>
    public int OrderInGroup { get; init; }

    /// <summary>NONE, SHORT, MEDIUM or LONG: how wide a form's field is to be.</summary>
    public required string Width { get; init; }

    /// <summary>The name that forms show.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Settings whose allowed values depend on this one.</summary>
    public IReadOnlyList<string> Dependents { get; init; } = [];
}
