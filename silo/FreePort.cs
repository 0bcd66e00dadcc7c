using System.Net;
using System.Net.Sockets;

namespace OrleansConnect.Silo;

/// <summary>
/// Ports for silos, of which several on one machine need their own; nobody needs to know them, because silos find each other through Kafka. They lie below those that systems take for
/// outgoing connections, and are claimed, so that none is gone before it is used.
/// </summary>
internal static class FreePort
{
    private const int First = 20_000;
    private const int Last = 32_000;
    private const int AttemptsMax = 1000;

    public static int Next()
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var port = Random.Shared.Next(First, Last);
            if (IsFree(port) && PortClaims.TryAdd(port))
            {
                return port;
            }
        }

        throw new IOException($"There is no free port between {First} and {Last}. Set 'orleans.silo.port' and 'orleans.gateway.port'.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
