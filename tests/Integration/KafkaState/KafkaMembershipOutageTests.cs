using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace OrleansConnect.Tests.Integration.KafkaState;

/// <summary>A silo that leaves while Kafka is away.</summary>
public sealed class KafkaMembershipOutageTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_silo_that_leaves_is_not_held_up_and_every_other_change_is()
    {
        await using var broker = await KafkaBroker.StartAsync("", Cancelled);
        using var host = StateServices.Build(broker.BootstrapServers, "cluster", "service");
        var table = host.Get<IMembershipTable>();
        await table.InitializeMembershipTableAsync(true, Cancelled);
        var entry = Entry(SiloStatus.Active);
        Assert.True(await table.InsertRowAsync(entry, (await table.ReadAllAsync(Cancelled)).Version.Next(), Cancelled));
        var (_, etag) = (await table.ReadRowAsync(entry.SiloAddress, Cancelled)).Members[0];
        var version = (await table.ReadAllAsync(Cancelled)).Version.Next();

        broker.Kill();
        var clock = Stopwatch.StartNew();
        foreach (var status in new[] { SiloStatus.ShuttingDown, SiloStatus.Stopping, SiloStatus.Dead })
        {
            Assert.True(await table.UpdateRowAsync(Entry(status), etag, version, Cancelled));
        }

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(8), $"Three farewells took {clock.Elapsed}.");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        var other = Entry(SiloStatus.Dead, port: 2);
        await Assert.ThrowsAnyAsync<Exception>(async () => Assert.True(await table.InsertRowAsync(other, version, patience.Token)));
    }

    private static MembershipEntry Entry(SiloStatus status, int port = 1)
    {
        var silo = SiloAddress.New(IPAddress.Loopback, port, 1);
        return new()
        {
            SiloAddress = silo,
            SiloName = port.ToString(CultureInfo.InvariantCulture),
            HostName = "host",
            Status = status,
            StartTime = DateTime.UnixEpoch,
            IAmAliveTime = DateTime.UnixEpoch,
        };
    }
}
