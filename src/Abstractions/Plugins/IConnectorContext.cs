namespace OrleansConnect.Abstractions.Plugins;

/// <summary>What the runtime offers a connector. May be used from any thread.</summary>
public interface IConnectorContext
{
    /// <summary>The connector's name.</summary>
    string Connector { get; }

    /// <summary>The connector's log.</summary>
    IPluginLog Log { get; }

    /// <summary>The clock, which tests replace.</summary>
    TimeProvider Time { get; }

    /// <summary>Asks for new task configurations: the source or target has changed.</summary>
    void RequestTaskReconfiguration();

    /// <summary>Makes the connector FAILED with that error.</summary>
    void RaiseError(Exception error);
}
