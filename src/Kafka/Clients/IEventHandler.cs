namespace OrleansConnect.Kafka.Clients;

/// <summary>Takes a client's events; called from one thread at a time.</summary>
internal interface IEventHandler
{
    void OnEvent(int type, nint nativeEvent);

    /// <summary>There are no more events for now.</summary>
    void OnDrained();
}
