using Orleans.Concurrency;

namespace OrleansConnect.Grains;

/// <summary>
/// A connector, by name. Every method may be called from any silo or client; refusals are <see cref="ConnectRequestException"/>s. The answers to questions come from memory and
/// never wait for connector code. Commands pass one at a time; none waits for the connector code of another, but for that of a change of offsets, which has the connector for itself.
/// </summary>
[Alias("connect.IConnectorGrain")]
public interface IConnectorGrain : IGrainWithStringKey
{
    /// <summary>Creates the connector; it exists already: conflict. The configuration is validated first.</summary>
    [Alias("Create"), AlwaysInterleave, ResponseTimeout("00:01:30")]
    Task<ConnectorInfo> Create(IReadOnlyDictionary<string, string?> config, TargetState? initialState, CancellationToken cancellationToken);

    /// <summary>Creates the connector or replaces its configuration. The same configuration again changes nothing.</summary>
    [Alias("Put"), AlwaysInterleave, ResponseTimeout("00:01:30")]
    Task<PutResult> Put(IReadOnlyDictionary<string, string?> config, CancellationToken cancellationToken);

    /// <summary>Changes some keys of the configuration; a null value removes the key.</summary>
    [Alias("Patch"), AlwaysInterleave, ResponseTimeout("00:01:30")]
    Task<ConnectorInfo> Patch(IReadOnlyDictionary<string, string?> changes, CancellationToken cancellationToken);

    /// <summary>Stops and forgets the connector. Its offsets stay.</summary>
    [Alias("Delete"), AlwaysInterleave, ResponseTimeout("00:01:30")]
    Task Delete(CancellationToken cancellationToken);

    /// <summary>The connector as configured.</summary>
    [Alias("GetInfo"), AlwaysInterleave]
    Task<ConnectorInfo> GetInfo(CancellationToken cancellationToken);

    /// <summary>What it and its tasks are doing.</summary>
    [Alias("GetStatus"), AlwaysInterleave]
    Task<ConnectorStatus> GetStatus(CancellationToken cancellationToken);

    /// <summary>The configurations of its tasks.</summary>
    [Alias("GetTaskConfigs"), AlwaysInterleave]
    Task<IReadOnlyList<TaskConfig>> GetTaskConfigs(CancellationToken cancellationToken);

    /// <summary>Sets the state it is to be in; it takes effect soon after.</summary>
    [Alias("SetTargetState"), AlwaysInterleave, ResponseTimeout("00:01:30")]
    Task SetTargetState(TargetState state, CancellationToken cancellationToken);

    /// <summary>Restarts the connector and, if asked, its tasks; answers with what is affected in state Restarting.</summary>
    [Alias("Restart"), AlwaysInterleave, ResponseTimeout("00:01:30")]
    Task<ConnectorStatus> Restart(bool includeTasks, bool onlyFailed, CancellationToken cancellationToken);

    /// <summary>Restarts one task.</summary>
    [Alias("RestartTask"), AlwaysInterleave, ResponseTimeout("00:01:30")]
    Task RestartTask(int task, CancellationToken cancellationToken);

    /// <summary>Where it stands, read to the end of what was written before.</summary>
    [Alias("GetOffsets"), AlwaysInterleave, ResponseTimeout("00:01:30")]
    Task<ConnectorOffsets> GetOffsets(OffsetsQuery query, CancellationToken cancellationToken);

    /// <summary>Sets or removes these offsets of a stopped connector, all or none; answers with what to tell the user.</summary>
    [Alias("AlterOffsets"), AlwaysInterleave, ResponseTimeout("00:01:30")]
    Task<string> AlterOffsets(IReadOnlyList<ConnectorOffset> offsets, CancellationToken cancellationToken);

    /// <summary>Removes all offsets of a stopped connector.</summary>
    [Alias("ResetOffsets"), AlwaysInterleave, ResponseTimeout("00:01:30")]
    Task<string> ResetOffsets(CancellationToken cancellationToken);

    /// <summary>Restores the offsets before the last change of a stopped connector. That is a change too, and undone by the next one.</summary>
    [Alias("UndoOffsets"), AlwaysInterleave, ResponseTimeout("00:01:30")]
    Task<string> UndoOffsets(CancellationToken cancellationToken);
}
