using OrleansConnect.Grains;
using OrleansConnect.Runtime.Offsets;

namespace OrleansConnect.Runtime.Grains;

/// <summary>
/// Looks at and changes a connector's offsets from outside. A change has the connector for itself: it is stopped, nothing of it is left anywhere, and no command that would start it
/// passes meanwhile. What a change replaces is stored before. For use on the connector grain's scheduler only.
/// </summary>
internal sealed class OffsetsSupervisor(string connector, ConnectorMemory memory, TaskSupervisor tasks, TaskFencing fencing, ConnectorServices services, ConnectorGrainLink grain)
{
    // Who stops a connector and changes its offsets at once need not ask again until the tasks are gone.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private bool IsStopped => memory.Target == TargetState.Stopped && memory.Tasks.Configs.Count == 0 && tasks.IsEmpty && grain.Pump.IsIdle;

    /// <summary>Where the connector stands.</summary>
    public async Task<ConnectorOffsets> ReadAsync(OffsetsQuery query, CancellationToken cancellationToken)
    {
        RequireExists();
        await using var offsets = await services.Offsets.OpenAsync(connector, memory.Config, cancellationToken);
        var found = await Task.Run(() => offsets.ReadAsync(query, cancellationToken), cancellationToken);
        return new(offsets.Kind, found, memory.Offsets.State.Of(offsets.Kind, offsets.Place));
    }

    /// <summary>Sets or removes these offsets; what to tell the user.</summary>
    public Task<string> AlterAsync(IReadOnlyList<ConnectorOffset> wanted, CancellationToken cancellationToken) => wanted.Count > 0
        ? ChangeAsync(OffsetsAction.Alter, _ => wanted, cancellationToken)
        : throw ConnectRequestException.Invalid(OffsetsTexts.NoneGiven);

    /// <summary>Removes all offsets.</summary>
    public Task<string> ResetAsync(CancellationToken cancellationToken) => ChangeAsync(OffsetsAction.Reset, _ => null, cancellationToken);

    /// <summary>Restores the offsets before the last change.</summary>
    public Task<string> UndoAsync(CancellationToken cancellationToken) => ChangeAsync(OffsetsAction.Undo, Before, cancellationToken);

    private async Task<string> ChangeAsync(OffsetsAction action, Func<IChangeableOffsets, IReadOnlyList<ConnectorOffset>?> wanted, CancellationToken cancellationToken)
    {
        RequireExists();
        if (memory.Target == TargetState.Stopped)
        {
            await grain.Pump.WhenIdleAsync(StopPatience, services.Time, cancellationToken);
        }

        return await grain.Writes.PassAsync(async () =>
        {
            RequireExists();
            if (!IsStopped)
            {
                throw ConnectRequestException.Invalid(OffsetsTexts.NotStopped(connector));
            }

            await fencing.RequireAsync(cancellationToken);
            await using var offsets = await services.Offsets.OpenAsync(connector, memory.Config, cancellationToken);
            var changes = wanted(offsets);
            var change = await Task.Run(() => offsets.PrepareAsync(changes, cancellationToken), cancellationToken);
            return OffsetsTexts.Done(action, await DoAsync(action, offsets, change));
        });
    }

    private IReadOnlyList<ConnectorOffset> Before(IChangeableOffsets offsets) =>
        memory.Offsets.State.Of(offsets.Kind, offsets.Place)?.Before ?? throw ConnectRequestException.Invalid(OffsetsTexts.NothingToUndo(connector));

    // From here on nobody's patience counts: half a change is worse than a late answer.
    private async Task<bool> DoAsync(OffsetsAction action, IChangeableOffsets offsets, IPreparedChange change)
    {
        var last = memory.Offsets.State;
        var replaced = change.IsDone ? null : StoredOffsets.Of(new(services.Time.GetUtcNow(), action, change.Before), offsets.Kind, offsets.Place);

        // An undo that failed can be asked for again, so that what it restores is forgotten last.
        var first = action == OffsetsAction.Undo ? null : replaced;
        var afterwards = action == OffsetsAction.Undo ? replaced : null;
        RequireLease();
        await RememberAsync(first);
        bool isWhole;
        try
        {
            isWhole = await WriteAsync(action, change);
        }
        catch (ConnectRequestException refused) when (first is not null && refused.Kind != RequestErrorKind.Unavailable && !change.IsHalfDone)
        {
            // Nothing was changed, so that what can be undone is what could be before.
            await RememberAsync(last);
            throw;
        }

        try
        {
            await RememberAsync(afterwards);
            return isWhole;
        }
        catch (ConnectRequestException cause)
        {
            throw new ConnectRequestException(RequestErrorKind.Unavailable, OffsetsTexts.NotKept(connector, cause.Message), cause);
        }
    }

    // The target system first: what is there is what the connector goes on from, and the group only shows it.
    private async Task<bool> WriteAsync(OffsetsAction action, IPreparedChange change)
    {
        var isWhole = await change.AskPluginAsync(CancellationToken.None);
        RequireLease();
        var isBeside = await change.StoreBesideDataAsync(() => memory.NextAssignmentAsync(services.Time.GetUtcNow()), CancellationToken.None);
        try
        {
            RequireLease();
            await Task.Run(() => change.WriteAsync(CancellationToken.None));
            return isWhole || isBeside;
        }
        catch (ConnectRequestException refused) when (change.IsHalfDone)
        {
            throw new ConnectRequestException(refused.Kind, OffsetsTexts.HalfDone(connector, action, refused.Message), refused);
        }
    }

    private Task RememberAsync(StoredOffsets? change) => change is null ? Task.CompletedTask : memory.Offsets.ChangeAsync(_ => change);

    // Another worker may have the connector by now, and may have started it.
    private void RequireLease()
    {
        if (!services.Lease.IsHeld)
        {
            throw new ConnectRequestException(
                RequestErrorKind.Unavailable, $"The worker that has connector {connector} lost touch with the cluster and did not change its offsets. Try again in a moment.");
        }
    }

    private void RequireExists() => _ = memory.Exists ? true : throw ConnectRequestException.NotFound($"Connector {connector} not found");
}
