using System.Net;
using System.Net.Sockets;

namespace OrleansConnect.Tests.Integration.KafkaState;

/// <summary>Ports below those that outgoing connections take, so that a process that is started again finds its own free.</summary>
internal static class FreePorts
{
    private const int First = 23_000;
    private const int Last = 23_990;

    /// <summary>The first of two free ports in a row.</summary>
    public static int FindTwo()
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var port = Random.Shared.Next(First, Last);
            if (IsFree(port) && IsFree(port + 1))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"There are no two free ports in a row between {First} and {Last}.");
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
