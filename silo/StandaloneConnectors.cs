using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;

namespace OrleansConnect.Silo;

/// <summary>Creates the connectors that a standalone worker was given; one that cannot be created ends the worker.</summary>
internal static class StandaloneConnectors
{
    public static async Task CreateAsync(IReadOnlyList<string> files, IServiceProvider services, CancellationToken cancellationToken)
    {
        var grains = services.GetRequiredService<IGrainFactory>();
        foreach (var path in files)
        {
            var file = await SettingsFile.ReadConnectorAsync(path, cancellationToken);
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
