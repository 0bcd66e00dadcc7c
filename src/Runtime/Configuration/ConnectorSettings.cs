using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Runtime.Configuration;

/// <summary>What the runtime itself reads of a connector's configuration.</summary>
/// <param name="TasksMax">The most tasks the connector may have.</param>
/// <param name="EnforceTasksMax">Whether more are an error, or only a warning.</param>
internal sealed record ConnectorSettings(int TasksMax, bool EnforceTasksMax)
{
    private static readonly ConfigDef Definition = new ConfigDef().Int("tasks.max", "", 1, min: 1).Boolean("tasks.max.enforce", "", true);

    public static ConnectorSettings Of(IReadOnlyDictionary<string, string?> config)
    {
        var parsed = Definition.Parse(config);
        return new(parsed.GetInt("tasks.max"), parsed.GetBoolean("tasks.max.enforce"));
    }

    /// <summary>The configuration with some settings changed, or removed where the change is null.</summary>
    public static IReadOnlyDictionary<string, string?> Patched(IReadOnlyDictionary<string, string?> config, IReadOnlyDictionary<string, string?> changes)
    {
        var patched = new Dictionary<string, string?>(config);
        foreach (var (key, value) in changes)
        {
            if (value is null)
            {
                patched.Remove(key);
            }
            else
            {
                patched[key] = value;
            }
        }

        return patched;
    }

    /// <summary>Whether two configurations say the same.</summary>
    public static bool Same(IReadOnlyDictionary<string, string?> one, IReadOnlyDictionary<string, string?> other) =>
        one.Count == other.Count && one.All(entry => other.TryGetValue(entry.Key, out var value) && value == entry.Value);

    public static string TooManyTasks(string connector, int count, int tasksMax) =>
        $"The connector {connector} has generated {count} tasks, which is greater than {tasksMax}, the maximum number of tasks it is configured to create. "
        + "This behaviour should be considered a bug and is disallowed. If necessary, it can be permitted by reconfiguring the connector with "
        + "'tasks.max.enforce' set to false; however, this option will be removed in a future release of Kafka Connect.";
}
