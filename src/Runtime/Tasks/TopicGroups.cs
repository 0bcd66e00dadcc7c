using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Formats;
using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Reads <c>topic.creation.*</c>: the named groups in their order, then the one for all other topics.</summary>
internal static class TopicGroups
{
    private const string Prefix = "topic.creation.";
    private const string Default = "default";

    private static readonly string[] OwnKeys = ["include", "exclude", "partitions", "replication.factor"];

    /// <summary>No groups when the connector sets nothing of the kind: then the broker creates topics, if it does.</summary>
    public static IReadOnlyList<TopicGroup> Parse(IReadOnlyDictionary<string, string?> config)
    {
        if (!config.Keys.Any(key => key.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            return [];
        }

        var names = new ConfigDef().List($"{Prefix}groups", "", []).Parse(config).GetList($"{Prefix}groups");
        var all = Parse(Default, config, null);
        return [.. names.Where(name => name != Default).Distinct(StringComparer.Ordinal).Select(name => Parse(name, config, all)), all];
    }

    private static TopicGroup Parse(string name, IReadOnlyDictionary<string, string?> config, TopicGroup? fallback)
    {
        var prefix = $"{Prefix}{name}.";
        var definition = new ConfigDef()
            .List($"{prefix}include", "", fallback is null ? [".*"] : [])
            .List($"{prefix}exclude", "", []);
        definition = fallback is null
            ? definition.Int($"{prefix}partitions", "").Short($"{prefix}replication.factor", "")
            : definition.Int($"{prefix}partitions", "", fallback.Partitions).Short($"{prefix}replication.factor", "", fallback.ReplicationFactor);
        var parsed = definition.Parse(config);
        var settings = PrefixedSettings.Of(config, prefix).Where(setting => !OwnKeys.Contains(setting.Key));
        return new(
            Patterns(parsed, $"{prefix}include"),
            Patterns(parsed, $"{prefix}exclude"),
            Count(parsed.GetInt($"{prefix}partitions"), $"{prefix}partitions"),
            (short)Count(parsed.GetShort($"{prefix}replication.factor"), $"{prefix}replication.factor"),
            settings.ToDictionary(StringComparer.Ordinal));
    }

    private static int Count(int value, string key) => value >= 1 || value == -1
        ? value
        : throw ConfigException.Invalid(key, value, "Value must be at least 1, or -1 for the broker's default");

    private static IReadOnlyList<JavaRegex> Patterns(ParsedConfig parsed, string key)
    {
        try
        {
            return [.. parsed.GetList(key).Select(pattern => new JavaRegex(pattern))];
        }
        catch (FormatException error)
        {
            throw ConfigException.Invalid(key, string.Join(',', parsed.GetList(key)), $"Invalid regex: {error.Message}", error);
        }
    }
}
