using Microsoft.Extensions.Logging;
using OrleansConnect.Grains;
using OrleansConnect.Kafka.Log;
using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Runtime.Grains;

/// <summary>A user's changes of what a connector is: each is stored, then the grain's pump brings it about. One at a time, on the connector grain's scheduler only.</summary>
internal sealed partial class ConfigCommands(
    ConnectorMemory memory, ConnectorSupervisor plugin, ConnectorPlacement placement, ConnectorGrainLink grain, SiloAddress silo, ILogger logger)
{
    /// <summary>Whether the connector is in the catalog, or about to be, and not stored yet.</summary>
    public bool IsAdding { get; private set; }

    /// <summary>Makes the connector.</summary>
    public async Task AddAsync(IReadOnlyDictionary<string, string?> config, TargetState target)
    {
        // The catalog first: a name in it without a configuration is ignored, a connector that is not in it would be lost.
        IsAdding = true;
        try
        {
            await placement.AddAsync(config, silo);
            await StoreAsync(memory.ForgetOffsetsChangeAsync);
            await StoreAsync(() => memory.SaveConfigAsync(config, target));
        }
        catch (ConnectRequestException cause) when (cause.GetBaseException() is not WriteOutcomeUnknownException)
        {
            IsAdding = false;
            await placement.CheckAsync();
            throw;
        }
        finally
        {
            IsAdding = false;
        }

        LogChanged(placement.Connector, "created");
        grain.Pump.Signal();
    }

    /// <summary>Gives the connector another configuration. The same one again starts it if it has failed, as with Kafka Connect: somebody may have mended something outside.</summary>
    public async Task ReplaceAsync(IReadOnlyDictionary<string, string?> config)
    {
        if (!ConnectorSettings.Same(config, memory.Config))
        {
            await StoreAsync(() => memory.SaveConfigAsync(config));
            LogChanged(placement.Connector, "reconfigured");
            plugin.Interrupt();
            grain.Pump.Signal();
        }
        else if (memory.ConnectorFailure is not null && memory.Target != TargetState.Stopped)
        {
            plugin.RequestRestart().Ignore();
            grain.Pump.Signal();
        }
    }

    /// <summary>Forgets the connector.</summary>
    public async Task DeleteAsync()
    {
        await StoreAsync(memory.ForgetAsync);
        plugin.Interrupt();
        grain.Pump.Signal();
        await placement.RemoveAsync(memory.Tasks.LastGeneration);
        LogChanged(placement.Connector, "deleted");
    }

    /// <summary>Stores a change. One whose outcome is unknown is looked into at once, and again until Kafka has told.</summary>
    public async Task StoreAsync(Func<Task> store)
    {
        try
        {
            await store();
        }
        catch (ConnectRequestException)
        {
            grain.Pump.Signal();
            throw;
        }
    }

    [LoggerMessage(LogLevel.Information, "Connector {Connector} was {Change}.")]
    private partial void LogChanged(string connector, string change);
}
