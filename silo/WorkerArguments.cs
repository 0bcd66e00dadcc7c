using OrleansConnect.Abstractions.Errors;
using OrleansConnect.EmbeddedKafka;

namespace OrleansConnect.Silo;

/// <summary>What the command line asks a worker to be.</summary>
/// <param name="IsStandalone">Whether it keeps to itself and runs the given connectors.</param>
/// <param name="Settings">The worker's settings: defaults of the mode, then those of the file, then those of the command line.</param>
/// <param name="ConnectorFiles">The connectors of a standalone worker.</param>
/// <param name="Broker">How the embedded broker is started, if the settings name no other.</param>
internal sealed record WorkerArguments(
    bool IsStandalone, IReadOnlyDictionary<string, string?> Settings, IReadOnlyList<string> ConnectorFiles, EmbeddedKafkaOptions Broker)
{
    // The one of Kafka Connect's own worker files, and the only one that loses nothing whatever a connector sends.
    private const string DefaultConverter = "org.apache.kafka.connect.json.JsonConverter";

    public static async Task<WorkerArguments> ForDistributedAsync(string[] args, CancellationToken cancellationToken)
    {
        var line = CommandLine.Parse(args);
        if (line.Files.Count > 1)
        {
            throw new ConfigException($"A distributed worker takes one file of settings, but {line.Files.Count} were given: {string.Join(", ", line.Files)}. "
                + "Create connectors over REST or with the command line; 'standalone' takes their files.");
        }

        var settings = Merge(line, line.Files.Count > 0 ? await SettingsFile.ReadAsync(line.Files[0], cancellationToken) : null);
        settings.TryAdd("group.id", "connect");
        return new(false, settings, [], EmbeddedKafkaSettings.TakeFrom(settings));
    }

    public static async Task<WorkerArguments> ForStandaloneAsync(string[] args, CancellationToken cancellationToken)
    {
        var line = CommandLine.Parse(args);

        // The first file is the worker's, as in Kafka Connect, unless it is plainly a connector's.
        var worker = line.Files.Count > 0 ? await SettingsFile.ReadWorkerAsync(line.Files[0], cancellationToken) : null;
        string[] connectors = [.. line.Files.Skip(worker is null ? 0 : 1)];
        var settings = Merge(line, worker);
        settings.TryAdd("group.id", "connect-standalone");
        return new(true, settings, connectors, EmbeddedKafkaSettings.TakeFrom(settings));
    }

    private static Dictionary<string, string?> Merge(CommandLine line, Dictionary<string, string?>? file)
    {
        var settings = file ?? new(StringComparer.Ordinal);
        foreach (var (key, value) in line.Options)
        {
            settings[key] = value;
        }

        settings.TryAdd("key.converter", DefaultConverter);
        settings.TryAdd("value.converter", DefaultConverter);
        return settings;
    }
}
