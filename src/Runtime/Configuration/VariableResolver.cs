using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Runtime.Configuration;

/// <summary>Resolves variables with the worker's config providers, by the names it gave them.</summary>
public sealed class VariableResolver(IReadOnlyDictionary<string, IConfigProvider> providers)
{
    /// <summary>The settings with variables resolved. The result holds secrets: it is neither stored, answered nor logged.</summary>
    public async ValueTask<IReadOnlyDictionary<string, string?>> ResolveAsync(
        IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken) =>
        (await ResolveVariablesAsync(settings, cancellationToken)).Settings;

    /// <summary>The same, with what each variable stands for.</summary>
    public ValueTask<ResolvedConfig> ResolveVariablesAsync(IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken) =>
        ConfigVariables.ResolveAsync(settings, name => providers.GetValueOrDefault(name), cancellationToken);
}
