using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace OrleansConnect.Management.Hosting;

/// <summary>Makes the web server listen: REST speaks HTTP/1.1 and gRPC HTTP/2, which without TLS cannot share a port.</summary>
internal sealed class ListenerSetup(ListenerOptions options) : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        Listen(server, options.Rest, HttpProtocols.Http1);
        Listen(server, options.Grpc, HttpProtocols.Http2);
    }

    private static void Listen(KestrelServerOptions server, IReadOnlyList<Listener> listeners, HttpProtocols protocols)
    {
        foreach (var listener in listeners)
        {
            if (listener.IsAnyAddress)
            {
                server.ListenAnyIP(listener.Port, endpoint => endpoint.Protocols = protocols);
            }
            else if (listener.Host == "localhost")
            {
                server.ListenLocalhost(listener.Port, endpoint => endpoint.Protocols = protocols);
            }
            else
            {
                // The web server asks for its addresses while it starts, once and synchronously.
                foreach (var address in Dns.GetHostAddresses(listener.Host.Trim('[', ']')))
                {
                    server.Listen(address, listener.Port, endpoint => endpoint.Protocols = protocols);
                }
            }
        }
    }
}
