using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Runtime.Configuration;

/// <summary>Resolves variables with the worker's config providers, by the names it gave them.</summary>
public sealed class VariableResolver(IReadOnlyDictionary<string, IConfigProvider> providers)
{
    /// <summary>The settings with variables resolved. The result holds secrets: it is neither stored, answered nor logged.</summary>
    public async ValueTask<IReadOnlyDictionary<string, string?>> ResolveAsync(
        IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken)
    {
        var resolved = await ConfigVariables.ResolveAsync(settings, name => providers.GetValueOrDefault(name), cancellationToken);
        return resolved.Settings;
    }
}
