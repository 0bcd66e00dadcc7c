using System.Reflection;
using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Runtime.Validation;

/// <summary>The settings of Kafka's Java clients, from <c>ClientKeys.tsv</c>: client, name, type, importance, and the default behind a '=' where there is one.</summary>
internal static class ClientKeys
{
    private static readonly Lazy<ILookup<string, ConfigKey>> All = new(Read);

    public static IReadOnlyDictionary<string, ConfigKey> Producer { get; } = Of("producer");

    public static IReadOnlyDictionary<string, ConfigKey> Consumer { get; } = Of("consumer");

    public static IReadOnlyDictionary<string, ConfigKey> Admin { get; } = Of("admin");

    private static Dictionary<string, ConfigKey> Of(string client) => All.Value[client].ToDictionary(key => key.Name);

    private static ILookup<string, ConfigKey> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("ClientKeys.tsv")
            ?? throw new InvalidOperationException("The resource ClientKeys.tsv is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t'))
            .ToLookup(fields => fields[0], fields => Key(fields[0], fields[1], Enum.Parse<ConfigType>(fields[2], ignoreCase: true), fields));
    }

    private static ConfigKey Key(string client, string name, ConfigType type, string[] fields)
    {
        var key = new ConfigKey(name, type)
        {
            Documentation = $"The setting '{name}' of the connector's Kafka {client}, see Kafka's own documentation.",
            Importance = Enum.Parse<Importance>(fields[3], ignoreCase: true),
        };
        return fields.ElementAtOrDefault(4) switch
        {
            null or "" => key with { DefaultValue = null },
            "!" => key,
            var text => key with { DefaultValue = text[1..] },
        };
    }
}
