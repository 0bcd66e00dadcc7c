using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Runtime.Connectors;

/// <summary>What a connector's plugin sees of the runtime. Serves both kinds; only sources read offsets.</summary>
internal sealed class ConnectorContext(
    string connector, IOffsetReader offsets, IPluginLog log, TimeProvider time, ResolvedSecrets secrets, IConnectorEvents events) : ISourceConnectorContext
{
    public string Connector => connector;

    public IOffsetReader Offsets => offsets;

    public IPluginLog Log => log;

    public TimeProvider Time => time;

    public void RequestTaskReconfiguration() => events.OnReconfigurationRequested();

    public void RaiseError(Exception error) => events.OnErrorRaised(secrets.Hide(error));
}
