using System.Net.Sockets;
using OrleansConnect.Silo;
using OrleansConnect.Tests.Integration.KafkaState;

namespace OrleansConnect.Tests.Integration.Silo;

public sealed class PortClaimsTests
{
    [Fact]
    public void A_port_is_claimed_once()
    {
        var port = FreePorts.Next();
        Assert.True(PortClaims.TryAdd(port));
        Assert.False(PortClaims.TryAdd(port));
    }

    [Fact]
    public void A_port_that_another_worker_has_claimed_is_left_to_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has abstract Unix sockets.");
        var port = FreePorts.Next();
        using (var other = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            other.Bind(new UnixDomainSocketEndPoint(PortClaims.NameOf(port)));
            Assert.False(PortClaims.TryAdd(port));
        }

        Assert.True(PortClaims.TryAdd(port));
    }
}
