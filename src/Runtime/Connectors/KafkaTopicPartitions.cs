using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Formats;
using OrleansConnect.Kafka.Admin;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Validation;

namespace OrleansConnect.Runtime.Connectors;

/// <summary>Asks Kafka for the topics of sinks.</summary>
/// <param name="clusterOf">The cluster that a connector with this configuration reads from.</param>
/// <param name="variables">Resolves what the configuration is asked for.</param>
/// <param name="worker">The worker's settings.</param>
/// <param name="time">The clock.</param>
internal sealed class KafkaTopicPartitions(
    Func<IReadOnlyDictionary<string, string?>, KafkaAdmin> clusterOf, VariableResolver variables, WorkerConfig worker, TimeProvider time) : ITopicPartitions
{
    private static readonly TimeSpan ProviderLimit = TimeSpan.FromSeconds(10);
    private const string ExcludeInternal = "exclude.internal.topics";

    // Kafka's own, which a pattern does not mean.
    private static readonly HashSet<string> Internal = ["__consumer_offsets", "__transaction_state", "__share_group_state"];

    public async Task<IReadOnlyDictionary<string, int>> CountAsync(IReadOnlyDictionary<string, string?> connectorConfig, CancellationToken cancellationToken)
    {
        var wanted = await ResolveAsync(connectorConfig.Where(setting => IsWanted(setting.Key)).ToDictionary(), cancellationToken);
        var all = await clusterOf(wanted).ListTopicsAsync(cancellationToken);
        if (wanted.GetValueOrDefault("topics.regex") is { Length: > 0 } pattern)
        {
            // A user's expression may take long over a topic's name, and this is asked for on a grain.
            return await Task.Run(() => Matching(new JavaRegex(pattern), all, ExcludesInternal(wanted)), cancellationToken);
        }

        return (wanted.GetValueOrDefault("topics") ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Distinct()
            .Where(all.ContainsKey)
            .ToDictionary(topic => topic, topic => all[topic].Partitions);
    }

    private static bool IsWanted(string key) => key is "topics" or "topics.regex" or ClientOverrides.ConsumerPrefix + ExcludeInternal || ConsumerClusters.IsConnection(key);

    // A provider is somebody else's code, and this is asked for on a grain.
    private async Task<IReadOnlyDictionary<string, string?>> ResolveAsync(Dictionary<string, string?> settings, CancellationToken cancellationToken)
    {
        if (!settings.Values.Any(ConfigVariables.In))
        {
            return settings;
        }

        using var limit = new CancellationTokenSource(ProviderLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await PluginThread.RunAsync(token => variables.ResolveAsync(settings, token), either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ConnectException($"A config provider did not answer within {ProviderLimit.TotalSeconds:F0} s when the topics of a sink were looked for. See what it waits for.");
        }
    }

    private static Dictionary<string, int> Matching(JavaRegex pattern, IReadOnlyDictionary<string, TopicDescription> all, bool excludesInternal) => all
        .Where(topic => !(excludesInternal && Internal.Contains(topic.Key)) && pattern.Matches(topic.Key))
        .ToDictionary(topic => topic.Key, topic => topic.Value.Partitions);

    private bool ExcludesInternal(IReadOnlyDictionary<string, string?> config) =>
        !string.Equals(config.GetValueOrDefault(ClientOverrides.ConsumerPrefix + ExcludeInternal) ?? worker.Settings.GetValueOrDefault($"consumer.{ExcludeInternal}"), "false", StringComparison.OrdinalIgnoreCase);
}
