using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace OrleansConnect.Tests.Integration.KafkaState;

/// <summary>
/// Ports that nobody listens on, each given out once, and below those that the system takes for outgoing connections, so that a process that is started again finds its own free,
/// and below those that workers take for their silos.
/// </summary>
internal static class FreePorts
{
    private const int First = 10_000;
    private const int Last = 20_000;

    private static readonly ConcurrentDictionary<int, bool> Given = new();

    public static int Next() => Find(1);

    /// <summary>The first of two free ports in a row.</summary>
    public static int FindTwo() => Find(2);

    private static int Find(int count)
    {
        while (true)
        {
            int[] ports = [.. Enumerable.Range(Random.Shared.Next(First, Last), count)];
            if (ports.All(port => Given.TryAdd(port, true) && IsFree(port)))
            {
                return ports[0];
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
