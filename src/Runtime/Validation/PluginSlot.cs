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
    /// <summary>What Java takes for blanks around a text.</summary>
    public static readonly char[] JavaBlanks = [.. Enumerable.Range(0, ' ' + 1).Select(code => (char)code)];

    private const string NumberConverter = "org.apache.kafka.connect.converters.NumberConverter";

    // Kafka Connect's own classes that nobody can make, in the roles that they are for.
    private static readonly (PluginKind Kind, string ClassName)[] AbstractClasses =
    [
        (PluginKind.Converter, "org.apache.kafka.connect.storage.Converter"),
        (PluginKind.Converter, NumberConverter),
        (PluginKind.HeaderConverter, "org.apache.kafka.connect.storage.HeaderConverter"),
        (PluginKind.HeaderConverter, NumberConverter),
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

    /// <summary>Whether it is one of Kafka Connect's interfaces.</summary>
    public bool IsInterface => ClassName != NumberConverter && Array.Exists(AbstractClasses, known => known.ClassName == ClassName);

    /// <summary>The plugin in the wanted version, or null.</summary>
    public PluginDescriptor? Plugin { get; private init; }

    /// <summary>Why there is no plugin in the wanted version, or null.</summary>
    public string? VersionError { get; private init; }

    /// <summary>Whether the wanted version cannot even be read.</summary>
    public bool IsVersionUnreadable { get; private init; }

    /// <summary>Why the class cannot be loaded although there is one of that name, or null.</summary>
    public string? LoadError { get; private init; }

    /// <summary>The newest installed version that can be loaded, or null.</summary>
    public string? LatestVersion => LoadError is not null || Versions.Count == 0 ? null : Versions[^1];

    /// <summary>Looks a name up; a name of a class that is installed in other roles only has a class name and no versions.</summary>
    public static PluginSlot Find(PluginRegistry plugins, PluginKind kind, (string Class, string Version) keys, string? name, string? version)
    {
        var slot = new PluginSlot(kind, keys.Class, keys.Version, null);
        if (name is null)
        {
            return slot;
        }

        if (plugins.ClassNameOf(kind, name) is not { } className)
        {
            return slot.OfNoPlugin(plugins, name).WithReadable(version);
        }

        slot = slot with { ClassName = className };
        if (plugins.VersionsOf(kind, className) is not { Count: > 0 } versions)
        {
            return slot.WithReadable(version);
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

    /// <summary>The slot of a name as it was written. Kafka Connect finds the class of a converter without the blanks around its name, and then does not load it with them.</summary>
    public PluginSlot AsWritten(string? name, string? version) => name is null || ClassName is null || Versions.Count == 0 || name == name.Trim(JavaBlanks) ? this
        : (this with { Plugin = null, VersionError = null, IsVersionUnreadable = false, LoadError = $"Failed to load class {name}: {name}" }).WithReadable(version);

    /// <summary>The slot, which has an error where that is no version.</summary>
    public PluginSlot WithReadable(string? version)
    {
        try
        {
            _ = VersionRange.Parse(version);
            return this;
        }
        catch (ConfigException error)
        {
            return this with { VersionError = error.InnerException?.Message ?? error.Message, IsVersionUnreadable = true };
        }
    }

    // A class that cannot be created is known all the same, in the role that it is for and in others.
    private PluginSlot OfNoPlugin(PluginRegistry plugins, string name)
    {
        var forms = plugins.Plugins.Where(plugin => plugin.ClassName.StartsWith($"{name}$", StringComparison.Ordinal)).ToArray();
        return forms.Length == 0 && !Array.Exists(AbstractClasses, known => known.ClassName == name) ? this : this with
        {
            ClassName = name,
            Forms = [.. forms.Where(form => form.Kind == Kind).Select(form => form.ClassName).Distinct()],
            IsAbstract = AbstractClasses.Contains((Kind, name)),
        };
    }
}
