using OrleansConnect.Runtime.Connectors;

namespace OrleansConnect.Runtime.Grains;

/// <summary>Carries what a plugin asks for, on whatever thread, to its grain.</summary>
internal sealed class ConnectorEvents(IConnectorControl connector, long instance) : IConnectorEvents
{
    // A call that is lost because the grain moves is no loss: the instance it speaks of is gone with it.
    public void OnReconfigurationRequested() => connector.OnReconfigurationRequested(instance).Ignore();

    public void OnErrorRaised(Exception error) => connector.OnErrorRaised(instance, error.ToString()).Ignore();
}
