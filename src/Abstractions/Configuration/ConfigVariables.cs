using System.Text;
using OrleansConnect.Abstractions.Formats;

namespace OrleansConnect.Abstractions.Configuration;

/// <summary>
/// Replaces <c>${provider:path:key}</c> and <c>${provider:key}</c> in settings by what configuration providers find. A variable whose provider or
/// key is unknown stays as it is, and what a provider returns is not searched again.
/// </summary>
public static class ConfigVariables
{
    /// <summary>Whether a text has anything to replace.</summary>
    public static bool In(string? text) => text is not null && ConfigVariable.In(text).Any();

    /// <summary>Replaces the variables in all settings, asking each provider once for each path.</summary>
    /// <param name="settings">The settings as users wrote them.</param>
    /// <param name="findProvider">Finds a provider by the name it was given in <c>config.providers</c>, or null.</param>
    /// <param name="cancellationToken">Ends the providers' work.</param>
    public static async ValueTask<ResolvedConfig> ResolveAsync(
        IReadOnlyDictionary<string, string?> settings, Func<string, IConfigProvider?> findProvider, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(string Provider, string Path), ConfigData>();
        foreach (var named in InOrder(Find(settings), variable => variable.Provider))
        {
            if (findProvider(named.Key) is not { } provider)
            {
                continue;
            }

            foreach (var source in InOrder(named, variable => variable.Path))
            {
                var keys = source.Select(variable => variable.Key).ToHashSet();
                found[(named.Key, source.Key)] = await provider.GetAsync(source.Key, keys, cancellationToken);
            }
        }

        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        var resolved = settings.ToDictionary(setting => setting.Key, setting => Replace(setting.Value, found, variables));
        return new ResolvedConfig(resolved, found.Values.Min(data => data.TimeToLive)) { Variables = variables };
    }

    /// <summary>
    /// Puts the variables back into settings that were derived from resolved ones, such as a connector's task settings: a value that equals the
    /// resolved value of the same name, blanks around it aside, becomes the text it was resolved from, so that no secret is stored.
    /// </summary>
    /// <param name="derived">The derived settings.</param>
    /// <param name="original">The settings as users wrote them.</param>
    /// <param name="resolved">The same after resolution.</param>
    public static IReadOnlyDictionary<string, string?> Restore(
        IReadOnlyDictionary<string, string?> derived,
        IReadOnlyDictionary<string, string?> original,
        IReadOnlyDictionary<string, string?> resolved) =>
        derived.ToDictionary(
            setting => setting.Key,
            setting => original.TryGetValue(setting.Key, out var text) && In(text) && resolved.GetValueOrDefault(setting.Key)?.Trim() == setting.Value?.Trim()
                ? text
                : setting.Value);

    // That of Kafka Connect's maps: of several providers or paths that fail, the same one is told.
    private static IEnumerable<IGrouping<string, ConfigVariable>> InOrder(IEnumerable<ConfigVariable> variables, Func<ConfigVariable, string> keyOf)
    {
        var groups = variables.GroupBy(keyOf).ToArray();
        return JavaMapOrder.Sort(groups, group => group.Key, groups.Length);
    }

    private static IEnumerable<ConfigVariable> Find(IReadOnlyDictionary<string, string?> settings) =>
        settings.Values.OfType<string>().SelectMany(ConfigVariable.In);

    private static string? Replace(string? text, Dictionary<(string Provider, string Path), ConfigData> found, Dictionary<string, string> variables)
    {
        if (text is null)
        {
            return null;
        }

        var replaced = new StringBuilder();
        var end = 0;
        foreach (var variable in ConfigVariable.In(text))
        {
            if (found.TryGetValue((variable.Provider, variable.Path), out var data) && data.Values.TryGetValue(variable.Key, out var value))
            {
                variables.TryAdd(value, variable.Text);
                replaced.Append(text, end, variable.Start - end).Append(value);
                end = variable.End;
            }
        }

        return replaced.Append(text, end, text.Length - end).ToString();
    }
}
