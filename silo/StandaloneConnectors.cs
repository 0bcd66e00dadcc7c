using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;

namespace OrleansConnect.Silo;

/// <summary>The connectors that a standalone worker was given; one that cannot be read or created ends the worker.</summary>
internal static class StandaloneConnectors
{
    /// <summary>Reads all files, so that a bad one is told before anything starts.</summary>
    public static async Task<IReadOnlyList<(string Path, ConnectorFile File)>> ReadAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var files = new List<(string, ConnectorFile)>();
        foreach (var path in paths)
        {
            files.Add((path, await SettingsFile.ReadConnectorAsync(path, cancellationToken)));
        }

        return files;
    }

    public static async Task CreateAsync(IReadOnlyList<(string Path, ConnectorFile File)> connectors, IServiceProvider services, CancellationToken cancellationToken)
    {
        var grains = services.GetRequiredService<IGrainFactory>();
        foreach (var (path, file) in connectors)
        {
            try
            {
                await grains.GetGrain<IConnectorGrain>(file.Config["name"] ?? "").Create(file.Config, file.InitialState, cancellationToken);
            }
            catch (ConnectRequestException cause)
            {
                throw new ConnectException($"The connector of '{path}' could not be created: {cause.Message}", cause);
            }
        }
    }
}
