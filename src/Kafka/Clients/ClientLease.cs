namespace OrleansConnect.Kafka.Clients;

/// <summary>Keeps a client alive until it is disposed.</summary>
internal readonly struct ClientLease(NativeClient client) : IDisposable
{
    public void Dispose() => client.Release();
}
