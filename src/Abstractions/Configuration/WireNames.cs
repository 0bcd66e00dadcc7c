namespace OrleansConnect.Abstractions.Configuration;

/// <summary>The names of types, importances and widths in the REST interface and the documentation: <c>BOOLEAN</c>, <c>HIGH</c>, <c>LONG</c>.</summary>
public static class WireNames
{
    /// <summary>The type's name, for example <c>BOOLEAN</c>.</summary>
    public static string WireName(this ConfigType type) => type.ToString().ToUpperInvariant();

    /// <summary>The importance's name, for example <c>HIGH</c>.</summary>
    public static string WireName(this Importance importance) => importance.ToString().ToUpperInvariant();

    /// <summary>The width's name, for example <c>MEDIUM</c>.</summary>
    public static string WireName(this Width width) => width.ToString().ToUpperInvariant();
}
