using System.Globalization;
using System.Net.Sockets;

namespace OrleansConnect.Silo;

/// <summary>
/// Ports that are spoken for before anybody listens on them. On Linux other workers see them too: a claim is an abstract Unix socket, which ends with its process and is seen only
/// where ports are shared, see unix(7).
/// </summary>
internal static class PortClaims
{
    private static readonly Dictionary<int, Socket?> Claimed = [];

    /// <summary>False if this worker or another one has it already; kept until the process ends.</summary>
    public static bool TryAdd(int port)
    {
        lock (Claimed)
        {
            if (Claimed.ContainsKey(port))
            {
                return false;
            }

            try
            {
                Claimed.Add(port, OperatingSystem.IsLinux() ? Hold(port) : null);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }

    internal static string NameOf(int port) => string.Create(CultureInfo.InvariantCulture, $"\0orleans-connect/{port}");

    private static Socket Hold(int port)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(NameOf(port)));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
