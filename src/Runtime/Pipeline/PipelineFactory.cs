using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Runtime.Pipeline;

/// <summary>
/// Makes converters and transformations from a connector's configuration with variables resolved. A converter's settings count only where its class is set: a connector that names a converter
/// inherits none of the worker's settings for it, even when the class is the same.
/// </summary>
/// <param name="plugins">The installed plugins.</param>
/// <param name="worker">The worker's settings, resolved.</param>
/// <param name="config">The connector's configuration, resolved.</param>
/// <param name="own">Takes each plugin as soon as it is made, and disposes it in the end.</param>
internal sealed class PipelineFactory(
    PluginRegistry plugins, IReadOnlyDictionary<string, string?> worker, IReadOnlyDictionary<string, string?> config, Action<IDisposable> own)
{
    private const string JsonConverter = "org.apache.kafka.connect.json.JsonConverter";
    private const string SimpleHeaderConverter = "org.apache.kafka.connect.storage.SimpleHeaderConverter";

    /// <summary>The beginning of the settings of what is made now, or was when something went wrong: <c>key.converter</c> or <c>transforms.mask</c>.</summary>
    public string Making { get; private set; } = "";

    public RecordConverters Converters()
    {
        var (key, keySettings) = Locate("key.converter", PluginKind.Converter);
        var (value, valueSettings) = Locate("value.converter", PluginKind.Converter);
        var (header, headerSettings) = Locate("header.converter", PluginKind.HeaderConverter);
        var converters = new RecordConverters(Create<IConverter>(key), Create<IConverter>(value), Create<IHeaderConverter>(header))
        {
            KeyClass = key.ClassName,
            ValueClass = value.ClassName,
            HeaderClass = header.ClassName,
        };
        Making = "key.converter";
        converters.Key.Configure(keySettings, isKey: true);
        Making = "value.converter";
        converters.Value.Configure(valueSettings, isKey: false);
        Making = "header.converter";
        converters.Header.Configure(new Dictionary<string, string>(headerSettings) { ["converter.type"] = "header" });
        return converters;
    }

    /// <summary>What writes records of sources to a dead letter queue, and reads them again.</summary>
    public RecordConverters DeadLetterConverters() => JsonConverters(new Dictionary<string, string>());

    /// <summary>What makes JSON without schemas of records, for people.</summary>
    public RecordConverters PlainConverters() => JsonConverters(new Dictionary<string, string> { ["schemas.enable"] = "false" });

    private RecordConverters JsonConverters(Dictionary<string, string> settings)
    {
        var (json, simple) = (plugins.Find(PluginKind.Converter, JsonConverter, null), plugins.Find(PluginKind.HeaderConverter, SimpleHeaderConverter, null));
        var converters = new RecordConverters(Create<IConverter>(json), Create<IConverter>(json), Create<IHeaderConverter>(simple))
        {
            KeyClass = json.ClassName,
            ValueClass = json.ClassName,
            HeaderClass = simple.ClassName,
        };
        converters.Key.Configure(settings, isKey: true);
        converters.Value.Configure(settings, isKey: false);
        converters.Header.Configure(new Dictionary<string, string> { ["converter.type"] = "header" });
        return converters;
    }

    public TransformationChain Chain() => new(Steps());

    /// <summary>The transformations, in order.</summary>
    public IReadOnlyList<TransformationStep> Steps() => [.. Aliases("transforms").Select(Step)];

    private (PluginDescriptor Plugin, IReadOnlyDictionary<string, string> Settings) Locate(string key, PluginKind kind)
    {
        Making = key;
        var level = config.GetValueOrDefault(key) is null ? worker : config;
        var name = level.GetValueOrDefault(key)?.Trim() ?? WorkerKeys.Definition.Find(key)?.DefaultValue as string
            ?? throw new ConfigException($"Configuration '{key}' is set neither for the connector nor for the worker. Set it to the class of a converter.");
        var plugin = plugins.Find(kind, name, level.GetValueOrDefault($"{key}.plugin.version"));
        return (plugin, Without(PrefixedSettings.Of(level, $"{key}."), "plugin.version"));
    }

    private TransformationStep Step(string alias)
    {
        Making = $"transforms.{alias}";
        var prefix = $"{Making}.";
        var plugin = plugins.Find(PluginKind.Transformation, Required($"{prefix}type"), config.GetValueOrDefault($"{prefix}plugin.version"));
        var settings = Without(PrefixedSettings.Of(config, prefix), "type", "plugin.version", "predicate", "negate");
        var transformation = Create<ITransformation>(plugin);
        transformation.Configure(settings);
        var negate = new ConfigDef().Boolean($"{prefix}negate", "", false).Parse(config).GetBoolean($"{prefix}negate");
        var predicate = config.GetValueOrDefault($"{prefix}predicate") is { } name ? Predicate(name.Trim()) : null;
        return new(plugin.ClassName, transformation, predicate, negate) { Alias = alias };
    }

    private IPredicate Predicate(string alias)
    {
        Making = $"predicates.{alias}";
        var prefix = $"{Making}.";
        if (!Aliases("predicates").Contains(alias))
        {
            throw new ConfigException($"Predicate '{alias}' is used by a transformation and not declared. Add it to 'predicates' and set '{prefix}type'.");
        }

        var plugin = plugins.Find(PluginKind.Predicate, Required($"{prefix}type"), config.GetValueOrDefault($"{prefix}plugin.version"));
        var predicate = Create<IPredicate>(plugin);
        predicate.Configure(Without(PrefixedSettings.Of(config, prefix), "type", "plugin.version"));
        return predicate;
    }

    private IEnumerable<string> Aliases(string key) => new ConfigDef().List(key, "", []).Parse(config).GetList(key).Distinct(StringComparer.Ordinal);

    private string Required(string key) => new ConfigDef().String(key, "").Parse(config).GetString(key);

    private T Create<T>(PluginDescriptor plugin)
        where T : class, IDisposable
    {
        var created = PluginRegistry.Create<T>(plugin);
        own(created);
        return created;
    }

    private static Dictionary<string, string> Without(IReadOnlyDictionary<string, string> settings, params ReadOnlySpan<string> keys)
    {
        var left = new Dictionary<string, string>(settings, StringComparer.Ordinal);
        foreach (var key in keys)
        {
            left.Remove(key);
        }

        return left;
    }
}
