using Microsoft.Extensions.Logging;
using OrleansConnect.Runtime.Connectors;

namespace OrleansConnect.Runtime.Grains;

/// <summary>
/// Has a connector restarted with its tasks when a value expires that a config provider has given it, unless <c>config.action.reload</c> is <c>none</c>. For use on the connector grain's
/// scheduler only.
/// </summary>
/// <param name="connector">The connector's name.</param>
/// <param name="later">Does something once after a time, unless what is returned is disposed before.</param>
/// <param name="restart">Restarts the connector and its tasks.</param>
/// <param name="logger">The log.</param>
internal sealed partial class ConfigExpiry(string connector, Func<TimeSpan, Func<Task>, IDisposable> later, Func<Task> restart, ILogger logger)
{
    // A provider whose values expire at once would keep the connector from all work.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);

    // As long as a timer can be; what lives longer is asked for early.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    private IDisposable? _timer;

    /// <summary>The connector runs with these values from now on.</summary>
    public void Watch(StartedConnector started)
    {
        _timer?.Dispose();
        _timer = started.Found.TimeToLive is { } lifetime && started.Resolved.GetValueOrDefault("config.action.reload") != "none"
            ? later(TimeSpan.FromTicks(Math.Clamp(lifetime.Ticks, Shortest.Ticks, Longest.Ticks)), RestartAsync)
            : null;
    }

    private Task RestartAsync()
    {
        LogExpired(connector);
        return restart();
    }

    [LoggerMessage(LogLevel.Information, "Connector {Connector} restarts with its tasks, because values that a config provider has given it expire. Set 'config.action.reload' to none to restart it by hand instead.")]
    private partial void LogExpired(string connector);
}
