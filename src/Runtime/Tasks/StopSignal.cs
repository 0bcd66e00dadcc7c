namespace OrleansConnect.Runtime.Tasks;

/// <summary>
/// A cancellation that plugin code cannot hold up: the runner and the plugin have a token each, and what they registered runs on other threads than the caller's.
/// </summary>
internal sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _own = new();
    private readonly CancellationTokenSource _plugin = new();

    /// <summary>The runner's token.</summary>
    public CancellationToken Own => _own.Token;

    /// <summary>The plugin's token.</summary>
    public CancellationToken Plugin => _plugin.Token;

    public bool IsSet => _own.IsCancellationRequested;

    /// <summary>Cancels both; completes when all that was registered has run, which with a plugin may be never.</summary>
    public Task SetAsync() => Task.WhenAll(_own.CancelAsync(), _plugin.CancelAsync());

    /// <summary>Cancels the plugin's calls only.</summary>
    public Task SetPluginAsync() => _plugin.CancelAsync();

    public void Dispose()
    {
        _own.Dispose();
        _plugin.Dispose();
    }
}
