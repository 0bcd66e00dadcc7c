namespace OrleansConnect.Abstractions.Plugins;

/// <summary>The log of a connector or task; each line is marked with its name. Never write secrets.</summary>
public interface IPluginLog
{
    /// <summary>Writes one line.</summary>
    void Write(LogSeverity severity, string message, Exception? cause = null);
}
