namespace OrleansConnect.Runtime.Connectors;

/// <summary>What a connector's plugin asks of its grain, from any thread.</summary>
internal interface IConnectorEvents
{
    void OnReconfigurationRequested();

    void OnErrorRaised(Exception error);
}
