using System.Text;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Runtime.Configuration;

/// <summary><c>${file:/secrets/db.properties:password}</c>: one entry of a properties file.</summary>
[Plugin("org.apache.kafka.common.config.provider.FileConfigProvider")]
public sealed class FileConfigProvider : IConfigProvider
{
    private static readonly ConfigData Nothing = new(new Dictionary<string, string>());
    private AllowedPaths? _allowed;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string?> settings) => _allowed = AllowedPaths.Parse(settings);

    /// <inheritdoc/>
    public async ValueTask<ConfigData> GetAsync(string path, IReadOnlySet<string> keys, CancellationToken cancellationToken)
    {
        var allowed = _allowed ?? throw new InvalidOperationException("The provider has not been configured yet.");
        if (path.Length == 0 || allowed.Find(path) is not { } file)
        {
            return Nothing;
        }

        try
        {
            var entries = PropertiesFile.Parse(await SecretFile.ReadAsync(file, cancellationToken));
            return new ConfigData(entries.Where(entry => keys.Contains(entry.Key)).ToDictionary());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or DecoderFallbackException)
        {
            throw new ConfigException($"Could not read properties from file {path}", e);
        }
    }
}
