namespace OrleansConnect.Runtime.Plugins;

/// <summary>
/// A plugin's version, ordered as Maven orders versions: numbers by value, <c>alpha &lt; beta &lt; milestone &lt; rc &lt; snapshot &lt; release
/// &lt; sp</c>, other words after those; <c>1.0</c> and <c>1</c> are the same version.
/// </summary>
public sealed class PluginVersion : IComparable<PluginVersion>, IEquatable<PluginVersion>
{
    /// <summary>The version of a plugin that does not tell one. It comes before every number.</summary>
    public static readonly PluginVersion Undefined = new("undefined");

    private readonly VersionPart.Sequence _parts;

    /// <summary>Every text is a version.</summary>
    public PluginVersion(string text)
    {
        Text = text;
        _parts = VersionParser.Parse(text);
    }

    /// <summary>The version as it was written.</summary>
    public string Text { get; }

    /// <inheritdoc/>
    public int CompareTo(PluginVersion? other) => other is null ? 1 : _parts.CompareTo(other._parts);

    /// <inheritdoc/>
    public bool Equals(PluginVersion? other) => other is not null && CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PluginVersion);

    // Versions that are equal may be written with more or fewer parts, but never begin with different numbers.
    /// <inheritdoc/>
    public override int GetHashCode() => _parts.Parts is [VersionPart.Number first, ..] ? first.Value.GetHashCode() : 0;

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Whether both are the same version.</summary>
    public static bool operator ==(PluginVersion? left, PluginVersion? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether they are different versions.</summary>
    public static bool operator !=(PluginVersion? left, PluginVersion? right) => !(left == right);

    /// <summary>Whether the left one is older.</summary>
    public static bool operator <(PluginVersion left, PluginVersion right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left one is older or the same.</summary>
    public static bool operator <=(PluginVersion left, PluginVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left one is newer.</summary>
    public static bool operator >(PluginVersion left, PluginVersion right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left one is newer or the same.</summary>
    public static bool operator >=(PluginVersion left, PluginVersion right) => left.CompareTo(right) >= 0;
}
