using Microsoft.Extensions.Logging;

namespace OrleansConnect.Runtime.Connectors;

/// <summary>Makes the calls into the plugins of one connector, each on a <see cref="PluginThread"/>, and tells of those that do not return. For use on its grain's scheduler only.</summary>
/// <param name="connector">The connector's name.</param>
/// <param name="after">How long a call may take before it is told of; zero for never.</param>
/// <param name="later">Does something once after a time, unless what is returned is disposed before.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class ConnectorCalls(
    string connector, TimeSpan after, Func<TimeSpan, Func<Task>, IDisposable> later, TimeProvider time, ILogger logger)
{
    private readonly List<OpenCall> _leftBehind = [];
    private OpenCall? _open;

    /// <summary>Called when what there is to tell has changed.</summary>
    public Action OnChanged { get; set; } = () => { };

    /// <summary>The call that takes too long; null while none does.</summary>
    public OpenCall? Hung { get; private set; }

    /// <summary>The calls that were given up and have not returned, the oldest first.</summary>
    public IReadOnlyList<OpenCall> LeftBehind => _leftBehind;

    /// <summary>Makes a call and waits for it until the token is cancelled. One that then does not end is left behind.</summary>
    public async Task<T> RunAsync<T>(string method, Type plugin, Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        var open = new OpenCall(method, plugin.FullName ?? plugin.Name, time.GetUtcNow());
        _open = open;
        using var timer = after > TimeSpan.Zero ? later(after, () => TellAsync(open)) : null;
        var answer = PluginThread.Start(call, cancellationToken);
        try
        {
            return await answer.WaitAsync(cancellationToken);
        }
        finally
        {
            if (!answer.IsCompleted)
            {
                _ = LeaveAsync(open, answer, Hung == open ? TimeSpan.Zero : after);
            }

            _open = null;
            if (Hung is not null)
            {
                Hung = null;
                LogReturned(connector, method, open.ClassName, (time.GetUtcNow() - open.Since).TotalMilliseconds);
                OnChanged();
            }
        }
    }

    /// <summary>Stops a plugin, for at most that long; then it is left behind. What it throws is thrown.</summary>
    public async Task StopAsync(IAsyncDisposable plugin, TimeSpan limit)
    {
        var type = plugin.GetType();
        var open = new OpenCall(nameof(IAsyncDisposable.DisposeAsync), type.FullName ?? type.Name, time.GetUtcNow());
        var stopping = PluginThread.Start(async () =>
        {
            await plugin.DisposeAsync();
            return true;
        });
        try
        {
            await stopping.WaitAsync(limit, time);
        }
        catch (TimeoutException) when (!stopping.IsCompleted)
        {
            LogLeftBehind(connector, limit.TotalMilliseconds, open.Text);
            _ = WatchAsync(open, stopping);
        }
    }

    // Most end as soon as they see that nobody waits for them.
    private async Task LeaveAsync(OpenCall open, Task answer, TimeSpan patience)
    {
        if (after > TimeSpan.Zero && await Task.WhenAny(answer, Task.Delay(patience, time)) != answer)
        {
            LogGivenUp(connector, open.Text);
            await WatchAsync(open, answer);
        }
    }

    private Task TellAsync(OpenCall open)
    {
        if (_open == open)
        {
            Hung = open;
            LogHangs(connector, open.Text);
            OnChanged();
        }

        return Task.CompletedTask;
    }

    private async Task WatchAsync(OpenCall open, Task call)
    {
        _leftBehind.Add(open);
        OnChanged();
        await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _leftBehind.Remove(open);
        OnChanged();
    }

    [LoggerMessage(LogLevel.Warning, "Connector {Connector} waits for its plugin. {Call} A thread dump of this worker (dotnet-stack) shows what it does; the connector can be reconfigured, restarted, stopped and deleted meanwhile.")]
    private partial void LogHangs(string connector, string call);

    [LoggerMessage(LogLevel.Information, "Connector {Connector} waits no longer for {Method} of class '{Plugin}', after {ElapsedMs} ms.")]
    private partial void LogReturned(string connector, string method, string plugin, double elapsedMs);

    [LoggerMessage(LogLevel.Warning, "Connector {Connector} did not stop within {ElapsedMs} ms and was abandoned. {Call}")]
    private partial void LogLeftBehind(string connector, double elapsedMs, string call);

    [LoggerMessage(LogLevel.Warning, "Connector {Connector} has given up a call of its plugin, which does not end. {Call}")]
    private partial void LogGivenUp(string connector, string call);
}
