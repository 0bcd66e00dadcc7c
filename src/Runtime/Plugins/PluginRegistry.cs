using System.Reflection;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Formats;
using OrleansConnect.Kafka;

namespace OrleansConnect.Runtime.Plugins;

/// <summary>The installed plugins, found by class name, .NET name or alias, in the wanted version.</summary>
public sealed class PluginRegistry
{
    private readonly Dictionary<(PluginKind Kind, string Name), List<PluginDescriptor>> _byName = [];

    /// <summary>A registry of these plugins.</summary>
    public PluginRegistry(IEnumerable<PluginDescriptor> plugins)
    {
        Plugins = [.. plugins.OrderBy(plugin => plugin.Kind).ThenBy(plugin => plugin.ClassName, StringComparer.Ordinal)
            .ThenBy(plugin => new PluginVersion(plugin.Version))];
        foreach (var plugin in Plugins)
        {
            foreach (var name in PluginAliases.Of(plugin))
            {
                Add(plugin, name);
            }
        }
    }

    /// <summary>All plugins: by kind, class name and version.</summary>
    public IReadOnlyList<PluginDescriptor> Plugins { get; }

    /// <summary>The plugin of that kind, name and version; throws <see cref="ConfigException"/> when there is none.</summary>
    public PluginDescriptor Find(PluginKind kind, string name, string? version = null) =>
        TryFind(kind, name, version) ?? throw new ConfigException(
            $"Class {name} could not be found. Known {kind} classes: {string.Join(", ", Of(kind).Select(plugin => plugin.ClassName).Distinct())}.");

    /// <summary>The plugin of that kind, name and version; null when nothing has that name.</summary>
    public PluginDescriptor? TryFind(PluginKind kind, string name, string? version = null)
    {
        // A short name belongs to the class: StringConverter is 'String' as a header converter too.
        if (!_byName.TryGetValue((kind, name), out var candidates)
            && (ClassNameOf(kind, name) is not { } className || !_byName.TryGetValue((kind, className), out candidates)))
        {
            return null;
        }

        // A name that stands for two classes stands for none.
        if (candidates.Select(plugin => plugin.ClassName).Distinct().Count() > 1)
        {
            return null;
        }

        var range = VersionRange.Parse(version);
        var newest = range.Newest(candidates.Select(plugin => new PluginVersion(plugin.Version)));
        return candidates.LastOrDefault(plugin => newest is not null && new PluginVersion(plugin.Version) == newest)
            ?? throw new ConfigException($"Plugin {candidates[0].ClassName} not found that matches the version range {range}, "
                + $"available versions: [{string.Join(", ", candidates.Select(plugin => plugin.Version))}]");
    }

    /// <summary>The class name of the plugin with that name: of one of the kind, or else of any other; null when there is none, or more than one.</summary>
    public string? ClassNameOf(PluginKind kind, string name)
    {
        if (_byName.TryGetValue((kind, name), out var wanted) && wanted.TrueForAll(plugin => plugin.ClassName == wanted[0].ClassName))
        {
            return wanted[0].ClassName;
        }

        string[] others = [.. Enum.GetValues<PluginKind>().SelectMany(other => _byName.GetValueOrDefault((other, name)) ?? []).Select(plugin => plugin.ClassName).Distinct()];
        return others is [var only] ? only : null;
    }

    /// <summary>The installed versions of a class in one role, in order.</summary>
    public IReadOnlyList<string> VersionsOf(PluginKind kind, string className) =>
        _byName.TryGetValue((kind, className), out var plugins)
            ? [.. plugins.Where(plugin => plugin.ClassName == className).Select(plugin => plugin.Version)]
            : [];

    /// <summary>The plugins of a kind.</summary>
    public IEnumerable<PluginDescriptor> Of(PluginKind kind) => Plugins.Where(plugin => plugin.Kind == kind);

    /// <summary>The connector that a configuration names with <c>connector.class</c>.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="written">The same as its user wrote it, which messages may show; without it they show no values.</param>
    public PluginDescriptor FindConnector(IReadOnlyDictionary<string, string?> config, IReadOnlyDictionary<string, string?>? written = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        var name = config.GetValueOrDefault("connector.class")
            ?? throw new ConfigException($"Connector config {{{string.Join(", ", Shown(config, written))}}} contains no connector type");
        var version = config.GetValueOrDefault("connector.plugin.version");
        return TryFind(PluginKind.Source, name, version) ?? TryFind(PluginKind.Sink, name, version) ?? throw UnknownConnector(name);
    }

    /// <summary>A new instance. An exception of the plugin's constructor is passed on as a <see cref="ConnectException"/> that names the class.</summary>
    public static T Create<T>(PluginDescriptor plugin)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(plugin);
        object?[] arguments = plugin.Part is { } part ? [part] : [];
        return (T)Create(plugin.Type, $"Class '{plugin.ClassName}'", arguments);
    }

    /// <summary>The same for a class that is no plugin of its own, such as that of a task.</summary>
    /// <param name="type">The class.</param>
    /// <param name="who">What errors call it, as the beginning of a sentence.</param>
    /// <param name="arguments">For its constructor.</param>
    internal static object Create(Type type, string who, params object?[] arguments)
    {
        try
        {
            return Activator.CreateInstance(type, arguments) ?? throw new ConnectException($"{who} could not be created.");
        }
        catch (TargetInvocationException thrown)
        {
            throw new ConnectException($"{who} could not be created, its constructor failed: {thrown.InnerException?.Message}", thrown.InnerException ?? thrown);
        }
        catch (MissingMethodException missing)
        {
            throw new ConnectException($"{who} could not be created: it has no public constructor without parameters.", missing);
        }
    }

    private void Add(PluginDescriptor plugin, string name)
    {
        if (!_byName.TryGetValue((plugin.Kind, name), out var plugins))
        {
            _byName[(plugin.Kind, name)] = plugins = [];
        }

        if (!plugins.Contains(plugin))
        {
            plugins.Add(plugin);
        }
    }

    // As Java prints a map.
    private static IEnumerable<string> Shown(IReadOnlyDictionary<string, string?> config, IReadOnlyDictionary<string, string?>? written) => written is null
        ? config.Keys.Select(key => $"{key}=…")
        : JavaMapOrder.Sort(written, setting => setting.Key, written.Count)
            .Select(setting => $"{setting.Key}={(ClientSettings.IsSecret(setting.Key) ? ClientSettings.Hidden : setting.Value ?? "null")}");

    private ConfigException UnknownConnector(string name)
    {
        var known = Of(PluginKind.Source).Concat(Of(PluginKind.Sink)).Select(plugin =>
            $"PluginDesc{{klass=class {plugin.ClassName}, name='{plugin.ClassName}', version='{plugin.Version}', encodedVersion={plugin.Version}, "
            + $"type={PluginKinds.NameOf(plugin.Kind)}, typeName='{PluginKinds.NameOf(plugin.Kind)}', location='{plugin.Location}'}}");
        return new($"Failed to find any class that implements Connector and which name matches {name}, available connectors are: {string.Join(", ", known)}");
    }
}
