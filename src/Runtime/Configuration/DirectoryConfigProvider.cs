using System.Text;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Runtime.Configuration;

/// <summary><c>${directory:/secrets:password}</c>: the whole content of a file, as container platforms mount secrets.</summary>
[Plugin("org.apache.kafka.common.config.provider.DirectoryConfigProvider")]
public sealed class DirectoryConfigProvider : IConfigProvider
{
    private AllowedPaths? _allowed;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string?> settings) => _allowed = AllowedPaths.Parse(settings);

    /// <inheritdoc/>
    public async ValueTask<ConfigData> GetAsync(string path, IReadOnlySet<string> keys, CancellationToken cancellationToken)
    {
        var allowed = _allowed ?? throw new InvalidOperationException("The provider has not been configured yet.");
        var values = new Dictionary<string, string>();
        if (path.Length > 0 && allowed.Find(path) is { } folder && Directory.Exists(folder))
        {
            // Only names the folder itself lists are read, so a key cannot lead out of it.
            foreach (var file in FilesIn(folder).Where(file => keys.Contains(Path.GetFileName(file)) && SecretFile.IsRegular(file)))
            {
                values[Path.GetFileName(file)] = await ReadAsync(file, cancellationToken);
            }
        }

        return new ConfigData(values);
    }

    private static string[] FilesIn(string folder)
    {
        try
        {
            return Directory.GetFiles(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"Could not list directory {folder}", e);
        }
    }

    private static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return await SecretFile.ReadAsync(file, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new ConfigException($"Could not read file {file} for property {Path.GetFileName(file)}", e);
        }
    }
}
