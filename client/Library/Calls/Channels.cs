using Grpc.Net.Client;

namespace OrleansConnect.Client.Calls;

/// <summary>Makes the connection.</summary>
internal static class Channels
{
    // A preview with a trace has its records once for each step: the worker says where it ends.
    private const int MessageBytesMax = int.MaxValue;

    // A watch may be silent for a long time: pings tell a quiet worker from one that is gone.
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(10);

    public static GrpcChannel Open(ConnectClientOptions options) => GrpcChannel.ForAddress(options.Address, new GrpcChannelOptions
    {
        HttpHandler = new SocketsHttpHandler
        {
            ConnectTimeout = options.ConnectTimeout,
            KeepAlivePingDelay = PingAfter,
            KeepAlivePingTimeout = PingAfter,
            EnableMultipleHttp2Connections = true,
            // Web proxies do not pass unencrypted HTTP/2 on.
            UseProxy = options.Address.Scheme == Uri.UriSchemeHttps,
        },
        DisposeHttpClient = true,
        MaxReceiveMessageSize = MessageBytesMax,
        // An attempt is to fail at once; when to try again is decided by CallRetry alone.
        MaxReconnectBackoff = TimeSpan.FromMilliseconds(1),
        InitialReconnectBackoff = TimeSpan.FromMilliseconds(1),
    });
}
