using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Runtime.Connectors;

/// <summary>A connector that runs, with the configuration it was started with.</summary>
/// <param name="Instance">The plugin.</param>
/// <param name="Kind">Source or sink.</param>
/// <param name="Version">The plugin's version, as the list of plugins has it.</param>
/// <param name="Config">The configuration with variables unresolved.</param>
/// <param name="Found">The same with variables resolved; it never leaves memory.</param>
internal sealed record StartedConnector(
    ConnectorInstance Instance,
    ConnectorKind Kind,
    string Version,
    IReadOnlyDictionary<string, string?> Config,
    ResolvedConfig Found)
{
    private readonly ResolvedSecrets _secrets = ResolvedSecrets.Of(Found);

    /// <summary>The settings without variables.</summary>
    public IReadOnlyDictionary<string, string?> Resolved => Found.Settings;

    /// <summary>
    /// The task configurations as they are stored: the task's class added, topics copied for sinks, and variables put back in the place of what they resolved to.
    /// </summary>
    public async Task<List<Dictionary<string, string>>> TaskConfigsAsync(int tasksMax, CancellationToken cancellationToken)
    {
        var configs = new List<Dictionary<string, string>>();
        foreach (var made in await _secrets.HideAsync(() => Instance.TaskConfigsAsync(tasksMax, cancellationToken)))
        {
            var task = made.ToDictionary(entry => entry.Key, string? (entry) => entry.Value, StringComparer.Ordinal);
            task["task.class"] = Instance.TaskClass;
            foreach (var key in Kind == ConnectorKind.Sink ? new[] { "topics", "topics.regex" } : [])
            {
                if (Resolved.GetValueOrDefault(key) is { Length: > 0 } topics)
                {
                    task[key] = topics;
                }
            }

            configs.Add(GivenSettings.Of(ConfigVariables.Restore(task, Config, Resolved)));
        }

        return configs;
    }
}
