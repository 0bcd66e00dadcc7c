using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Grains;

/// <summary>
/// What a connector's plugin is asked for, one thing at a time: to start, then for task configurations. It goes on beside the work on the tasks, which a call that hangs does not hold
/// up. For use on the connector grain's scheduler only.
/// </summary>
internal sealed class PluginWork(ConnectorMemory memory, ConnectorSupervisor plugin, TimeProvider time, Action signal)
{
    // A plugin that is soon done is waited for, so that its tasks start with the same run.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly TaskConfigsRetry _retry = new(time);
    private Task<MadeTaskConfigs?>? _work;
    private Task? _watched;
    private CancellationTokenSource? _ending;
    private (long ConfigVersion, long Restarts) _wanted;

    /// <summary>Whether it waits for the plugin.</summary>
    public bool IsUnderWay => _work is not null;

    private (long ConfigVersion, long Restarts) Wanted => (memory.ConfigVersion, plugin.RestartRequests);

    /// <summary>
    /// Goes on with what is wanted; the task configurations that were made of the present configuration, or null. They are made again until <see cref="SetInUse"/> was told of them. When
    /// the plugin takes longer, the grain's pump is signalled at its end.
    /// </summary>
    public async Task<MadeTaskConfigs?> AdvanceAsync(CancellationToken cancellationToken)
    {
        if (_work is not null && _wanted != Wanted)
        {
            await EndAsync();
        }

        var isFromBefore = _work is not null;
        var work = _work ??= Begin(cancellationToken);
        await WaitAsync(work, cancellationToken);
        if (!work.IsCompleted)
        {
            plugin.ShowTarget();
            return null;
        }

        Forget();
        if (isFromBefore)
        {
            // It began before what is wanted now.
            signal();
        }

        var made = await work;
        return made?.ConfigVersion == memory.ConfigVersion ? made : null;
    }

    /// <summary>The tasks have these configurations.</summary>
    public void SetInUse(MadeTaskConfigs made) => plugin.SetTaskConfigsMade(made.Request);

    /// <summary>Stops the plugin, because the connector is stopped or deleted.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await EndAsync();
        await plugin.EnsureAsync(cancellationToken);
    }

    /// <inheritdoc cref="ConnectorSupervisor.UnassignAsync"/>
    public async Task UnassignAsync(string? reason)
    {
        await EndAsync();
        await plugin.UnassignAsync(reason);
    }

    /// <inheritdoc cref="ConnectorSupervisor.GiveUpAsync"/>
    public async Task GiveUpAsync()
    {
        await EndAsync();
        await plugin.GiveUpAsync();
    }

    private async Task EndAsync()
    {
        if (_work is { } work)
        {
            await _ending!.CancelAsync(); // made with the work
            await ((Task)work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            Forget();
        }
    }

    private Task<MadeTaskConfigs?> Begin(CancellationToken cancellationToken)
    {
        _wanted = Wanted;
        _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        return RunAsync(_ending.Token);
    }

    private async Task WaitAsync(Task work, CancellationToken cancellationToken)
    {
        if (work.IsCompleted)
        {
            return;
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(work, Task.Delay(Patience, time, enough.Token));
        await enough.CancelAsync();
        if (!work.IsCompleted)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_watched != work)
            {
                _watched = work;
                _ = SignalAfterAsync(work);
            }
        }
    }

    private async Task<MadeTaskConfigs?> RunAsync(CancellationToken cancellationToken)
    {
        await plugin.EnsureAsync(cancellationToken);

        // A connector that was created paused makes its tasks when it is resumed.
        if (!plugin.NeedsTaskConfigs || (memory.Target == TargetState.Paused && memory.Tasks.Configs.Count == 0))
        {
            return null;
        }

        var (request, version) = (plugin.TaskConfigsRequests, memory.ConfigVersion);
        return await MakeTaskConfigsAsync(version, request, cancellationToken) is { } configs ? new(request, version, plugin.Kind, configs) : null;
    }

    private async Task<List<Dictionary<string, string>>?> MakeTaskConfigsAsync(long configVersion, long request, CancellationToken cancellationToken)
    {
        _retry.RequireDue(configVersion, request);
        try
        {
            var configs = await plugin.MakeTaskConfigsAsync(cancellationToken);
            _retry.OnMade();
            return configs;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            throw _retry.OnFailed(error);
        }
    }

    private async Task SignalAfterAsync(Task work)
    {
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (_work == work)
        {
            signal();
        }
    }

    private void Forget()
    {
        (_work, _watched) = (null, null);
        _ending?.Dispose();
        _ending = null;
    }
}
