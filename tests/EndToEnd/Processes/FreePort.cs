using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace OrleansConnect.Tests.EndToEnd.Processes;

/// <summary>A port that nobody listens on, given out once, and below those that the system takes for outgoing connections.</summary>
internal static class FreePort
{
    private const int First = 15_000;
    private const int Last = 32_000;

    private static readonly ConcurrentDictionary<int, bool> Given = new();

    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            if (Given.TryAdd(port, true) && IsFree(port))
            {
                return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
