using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Abstractions.Configuration;

/// <summary>
/// Settings that were parsed and found valid. The plain getters promise a value; the <c>OrNull</c> ones are for settings that may stand for
/// nothing. Read it once, into a record.
/// </summary>
public sealed class ParsedConfig
{
    private readonly IReadOnlyDictionary<string, object?> _values;

    internal ParsedConfig(IReadOnlyDictionary<string, object?> values, IReadOnlyDictionary<string, string?> originals)
    {
        _values = values;
        Originals = originals;
    }

    /// <summary>The settings as they were given, with names the definition does not know among them.</summary>
    public IReadOnlyDictionary<string, string?> Originals { get; }

    /// <summary>The values of all settings the definition declares, by name.</summary>
    public IReadOnlyDictionary<string, object?> Values => _values;

    /// <summary>The names that were given but are not declared, in alphabetical order: mostly misspellings.</summary>
    public IReadOnlyList<string> Unused => [.. Originals.Keys.Where(name => !_values.ContainsKey(name)).Order(StringComparer.Ordinal)];

    /// <summary>The given settings below a prefix, which is taken off their names.</summary>
    public IReadOnlyDictionary<string, string?> OriginalsWithPrefix(string prefix) =>
        Originals.Where(setting => setting.Key.StartsWith(prefix, StringComparison.Ordinal) && setting.Key.Length > prefix.Length)
            .ToDictionary(setting => setting.Key[prefix.Length..], setting => setting.Value);

    /// <summary>The text of a <see cref="ConfigType.String"/> setting.</summary>
    public string GetString(string name) => Require<string>(name);

    /// <summary>The text of a <see cref="ConfigType.String"/> setting, or null.</summary>
    public string? GetStringOrNull(string name) => Find(name) is { } value ? Cast<string>(name, value) : null;

    /// <summary>The full name of a <see cref="ConfigType.Class"/> setting.</summary>
    public string GetClass(string name) => Require<string>(name);

    /// <summary>The full name of a <see cref="ConfigType.Class"/> setting, or null.</summary>
    public string? GetClassOrNull(string name) => GetStringOrNull(name);

    /// <summary>The secret of a <see cref="ConfigType.Password"/> setting.</summary>
    public Password GetPassword(string name) => Require<Password>(name);

    /// <summary>The secret of a <see cref="ConfigType.Password"/> setting, or null.</summary>
    public Password? GetPasswordOrNull(string name) => Find(name) is { } value ? Cast<Password>(name, value) : null;

    /// <summary>The texts of a <see cref="ConfigType.List"/> setting.</summary>
    public IReadOnlyList<string> GetList(string name) => Require<IReadOnlyList<string>>(name);

    /// <summary>The texts of a <see cref="ConfigType.List"/> setting, or null.</summary>
    public IReadOnlyList<string>? GetListOrNull(string name) =>
        Find(name) is { } value ? Cast<IReadOnlyList<string>>(name, value) : null;

    /// <summary>The value of a <see cref="ConfigType.Boolean"/> setting.</summary>
    public bool GetBoolean(string name) => Require<bool>(name);

    /// <summary>The value of a <see cref="ConfigType.Boolean"/> setting, or null.</summary>
    public bool? GetBooleanOrNull(string name) => Find(name) is { } value ? Cast<bool>(name, value) : null;

    /// <summary>The number of a <see cref="ConfigType.Short"/> setting.</summary>
    public short GetShort(string name) => Require<short>(name);

    /// <summary>The number of a <see cref="ConfigType.Short"/> setting, or null.</summary>
    public short? GetShortOrNull(string name) => Find(name) is { } value ? Cast<short>(name, value) : null;

    /// <summary>The number of an <see cref="ConfigType.Int"/> setting.</summary>
    public int GetInt(string name) => Require<int>(name);

    /// <summary>The number of an <see cref="ConfigType.Int"/> setting, or null.</summary>
    public int? GetIntOrNull(string name) => Find(name) is { } value ? Cast<int>(name, value) : null;

    /// <summary>The number of a <see cref="ConfigType.Long"/> setting.</summary>
    public long GetLong(string name) => Require<long>(name);

    /// <summary>The number of a <see cref="ConfigType.Long"/> setting, or null.</summary>
    public long? GetLongOrNull(string name) => Find(name) is { } value ? Cast<long>(name, value) : null;

    /// <summary>The number of a <see cref="ConfigType.Double"/> setting.</summary>
    public double GetDouble(string name) => Require<double>(name);

    /// <summary>The number of a <see cref="ConfigType.Double"/> setting, or null.</summary>
    public double? GetDoubleOrNull(string name) => Find(name) is { } value ? Cast<double>(name, value) : null;

    private T Require<T>(string name) => Find(name) is { } value
        ? Cast<T>(name, value)
        : throw new ConfigException($"Configuration '{name}' has no value. Set it.");

    private object? Find(string name) => _values.TryGetValue(name, out var value)
        ? value
        : throw new ConfigException($"Unknown configuration '{name}'");

    private static T Cast<T>(string name, object value) => value is T typed
        ? typed
        : throw new InvalidOperationException($"Configuration '{name}' holds a {value.GetType().Name} and cannot be read as a {typeof(T).Name}.");
}
