using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Runtime.Validation;

/// <summary>The plugins that a configuration names beside its connector.</summary>
internal sealed class PluginSlots
{
    private const string Type = "type";
    private const string Version = "plugin.version";
    private readonly IReadOnlyDictionary<string, string?> _settings;

    public PluginSlots(PluginRegistry plugins, WorkerConfig worker, IReadOnlyDictionary<string, string?> settings)
    {
        _settings = settings;
        Converters =
        [
            Converter(plugins, worker, PluginKind.Converter, "key.converter"),
            Converter(plugins, worker, PluginKind.Converter, "value.converter"),
            Converter(plugins, worker, PluginKind.HeaderConverter, "header.converter"),
        ];
        Transforms = [.. Aliases("transforms").Select(alias => (alias, Step(plugins, PluginKind.Transformation, $"transforms.{alias}.")))];
        Predicates = [.. Aliases("predicates").Select(alias => (alias, Step(plugins, PluginKind.Predicate, $"predicates.{alias}.")))];
    }

    /// <summary>The converters, each with the class that the worker has for its place.</summary>
    public IReadOnlyList<(PluginSlot Slot, string? WorkerClass)> Converters { get; }

    public IReadOnlyList<(string Alias, PluginSlot Slot)> Transforms { get; }

    public IReadOnlyList<(string Alias, PluginSlot Slot)> Predicates { get; }

    private IEnumerable<PluginSlot> All => Converters.Select(converter => converter.Slot).Concat(Transforms.Concat(Predicates).Select(named => named.Slot));

    /// <summary>The plugins that were found.</summary>
    public IEnumerable<PluginDescriptor> Plugins => All.Select(slot => slot.Plugin).OfType<PluginDescriptor>().Distinct();

    /// <summary>Whether there is a setting of that name.</summary>
    public bool Has(string key) => _settings.GetValueOrDefault(key) is not null;

    /// <summary>The settings with full names of classes instead of aliases.</summary>
    public IReadOnlyDictionary<string, string?> WithFullNames()
    {
        var settings = new Dictionary<string, string?>(_settings, StringComparer.Ordinal);
        foreach (var slot in All)
        {
            if (slot.ClassName is { } className && settings.GetValueOrDefault(slot.ClassKey) is not null)
            {
                settings[slot.ClassKey] = className;
            }
        }

        return settings;
    }

    /// <summary>The rule for names of classes: those of slots have been looked up, and others nobody knows here.</summary>
    public ClassResolver Resolver()
    {
        var unknown = All.Where(slot => slot.ClassName is null).Select(slot => Name(slot.ClassKey)).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return name => unknown.Contains(name) ? null : name;
    }

    /// <summary>Whether a transformation negates a predicate that it does not have. As in Kafka Connect, a setting that is null is there.</summary>
    public bool NegatesNothing(string alias) => _settings.ContainsKey($"transforms.{alias}.negate") && !_settings.ContainsKey($"transforms.{alias}.predicate");

    private string? Name(string key) => _settings.GetValueOrDefault(key)?.Trim(PluginSlot.JavaBlanks);

    private IEnumerable<string> Aliases(string key) => _settings.GetValueOrDefault(key) is { } text
        ? new ConfigDef().List(key, "").Parse(new Dictionary<string, string?> { [key] = text }).GetList(key).Distinct(StringComparer.Ordinal)
        : [];

    private PluginSlot Step(PluginRegistry plugins, PluginKind kind, string prefix) => PluginSlot.Find(
        plugins, kind, (prefix + Type, prefix + Version), Name(prefix + Type), _settings.GetValueOrDefault(prefix + Version));

    private (PluginSlot Slot, string? WorkerClass) Converter(PluginRegistry plugins, WorkerConfig worker, PluginKind kind, string key)
    {
        var workerClass = worker.ConverterClass(key);
        workerClass = plugins.ClassNameOf(kind, workerClass) ?? workerClass;

        // A version counts only beside a class of the same level, but always has to be one.
        var name = Name(key);
        var version = _settings.GetValueOrDefault($"{key}.{Version}");
        var slot = PluginSlot.Find(plugins, kind, (key, $"{key}.{Version}"), name ?? workerClass, name is null ? null : version);
        return (name is null ? slot.WithReadable(version) : slot.AsWritten(_settings.GetValueOrDefault(key), version), workerClass);
    }
}
