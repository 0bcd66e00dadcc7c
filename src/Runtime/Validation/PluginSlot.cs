using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Runtime.Validation;

/// <summary>A place in a configuration that names a plugin: <c>key.converter</c>, <c>transforms.mask.type</c> and the like, with the version beside it.</summary>
/// <param name="Kind">What the plugin has to be.</param>
/// <param name="ClassKey">The setting with its class.</param>
/// <param name="VersionKey">The setting with its version.</param>
/// <param name="ClassName">The full name of the class; null where nothing, or nothing known, is named.</param>
internal sealed record PluginSlot(PluginKind Kind, string ClassKey, string VersionKey, string? ClassName)
{
    // Kafka Connect's own classes that nobody can make, in the roles that they are for.
    private static readonly (PluginKind Kind, string ClassName)[] AbstractClasses =
    [
        (PluginKind.Converter, "org.apache.kafka.connect.storage.Converter"),
        (PluginKind.Converter, "org.apache.kafka.connect.converters.NumberConverter"),
        (PluginKind.HeaderConverter, "org.apache.kafka.connect.storage.HeaderConverter"),
        (PluginKind.HeaderConverter, "org.apache.kafka.connect.converters.NumberConverter"),
        (PluginKind.Transformation, "org.apache.kafka.connect.transforms.Transformation"),
        (PluginKind.Predicate, "org.apache.kafka.connect.transforms.predicates.Predicate"),
    ];

    /// <summary>What the class has to implement, as messages call it.</summary>
    public string InterfaceName => Kind.ToString();

    /// <summary>The installed versions of the class in this role, in order.</summary>
    public IReadOnlyList<string> Versions { get; private init; } = [];

    /// <summary>Other forms of the class, one of which may be meant: <c>Cast$Key</c> and <c>Cast$Value</c> of <c>Cast</c>.</summary>
    public IReadOnlyList<string> Forms { get; private init; } = [];

    /// <summary>Whether it is one of Kafka Connect's classes that cannot be created.</summary>
    public bool IsAbstract { get; private init; }

    /// <summary>The plugin in the wanted version, or null.</summary>
    public PluginDescriptor? Plugin { get; private init; }

    /// <summary>Why there is no plugin in the wanted version, or null.</summary>
    public string? VersionError { get; private init; }

    /// <summary>Whether the wanted version cannot even be read.</summary>
    public bool IsVersionUnreadable { get; private init; }

    /// <summary>The newest installed version, or null.</summary>
    public string? LatestVersion => Versions.Count == 0 ? null : Versions[^1];

    /// <summary>Looks a name up; a name of a class that is installed in other roles only has a class name and no versions.</summary>
    public static PluginSlot Find(PluginRegistry plugins, PluginKind kind, (string Class, string Version) keys, string? name, string? version)
    {
        var className = name is null ? null : plugins.ClassNameOf(kind, name);
        string[] forms = className is null && !string.IsNullOrEmpty(name)
            ? [.. plugins.Of(kind).Select(plugin => plugin.ClassName).Where(form => form.StartsWith($"{name}$", StringComparison.Ordinal)).Distinct()]
            : [];
        var isAbstract = className is null && name is not null && AbstractClasses.Contains((kind, name));
        var slot = new PluginSlot(kind, keys.Class, keys.Version, forms.Length > 0 || isAbstract ? name : className) { Forms = forms, IsAbstract = isAbstract };
        if (className is null || plugins.VersionsOf(kind, className) is not { Count: > 0 } versions)
        {
            return slot;
        }

        try
        {
            return slot with { Versions = versions, Plugin = plugins.TryFind(kind, className, version) };
        }
        catch (ConfigException error)
        {
            return slot with { Versions = versions, VersionError = error.InnerException?.Message ?? error.Message, IsVersionUnreadable = error.InnerException is not null };
        }
    }
}
