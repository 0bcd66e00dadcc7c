using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Runtime.Plugins;

/// <summary>A plugin's log: every line is marked with the connector or task it comes from.</summary>
internal sealed partial class PluginLog(string owner, ResolvedSecrets secrets, ILogger logger) : IPluginLog
{
    public void Write(LogSeverity severity, string message, Exception? cause = null)
    {
        var level = LevelOf(severity);
        if (logger.IsEnabled(level))
        {
            var (shown, error) = (secrets.Hide(message), cause is null ? null : secrets.Hide(cause));
            LogLine(level, owner, shown, error);
        }
    }

    private static LogLevel LevelOf(LogSeverity severity) => severity switch
    {
        LogSeverity.Debug => LogLevel.Debug,
        LogSeverity.Information => LogLevel.Information,
        LogSeverity.Warning => LogLevel.Warning,
        _ => LogLevel.Error,
    };

    [LoggerMessage("[{Owner}] {Message}")]
    private partial void LogLine(LogLevel level, string owner, string message, Exception? cause);
}
