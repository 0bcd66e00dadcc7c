namespace OrleansConnect.Abstractions.Configuration;

/// <summary>
/// Looks up what <c>${provider:path:key}</c> stands for in a configuration, typically secrets. Configured once, then asked by many callers at
/// the same time.
/// </summary>
public interface IConfigProvider
{
    /// <summary>Takes the provider's own settings, <c>config.providers.NAME.param.*</c> without their prefix. Called once, first.</summary>
    void Configure(IReadOnlyDictionary<string, string?> settings);

    /// <summary>Reads keys below a path. The path is empty where the variable has none; keys that do not exist are left out.</summary>
    ValueTask<ConfigData> GetAsync(string path, IReadOnlySet<string> keys, CancellationToken cancellationToken);
}
