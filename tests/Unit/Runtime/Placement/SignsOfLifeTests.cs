using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Placement;

namespace OrleansConnect.Tests.Unit.Runtime.Placement;

public sealed class SignsOfLifeTests
{
    private static readonly SiloAddress Silo = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 1), 1);
    private static readonly SiloAddress Other = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 2), 1);
    private static readonly DateTime Sign = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void A_silo_is_fresh_while_its_sign_changes_and_silent_when_it_has_not_for_the_session_timeout()
    {
        var signs = Create(publishSeconds: 2);
        Observe(signs, Sign, atSeconds: 0);
        Observe(signs, Sign, atSeconds: 4);

        Assert.True(signs.AreFreshOf(Silo, At(5)));
        Assert.False(signs.AreFreshOf(Silo, At(5.1)));
        Assert.False(signs.IsSilent(Silo, At(10)));
        Assert.True(signs.IsSilent(Silo, At(10.1)));

        Observe(signs, Sign.AddSeconds(2), atSeconds: 11);

        Assert.True(signs.AreFreshOf(Silo, At(16)));
        Assert.False(signs.IsSilent(Silo, At(21)));
    }

    [Fact]
    public void What_a_silo_s_clock_says_does_not_matter()
    {
        var signs = Create(publishSeconds: 2);
        Observe(signs, Sign, atSeconds: 0);
        Observe(signs, Sign.AddYears(-1), atSeconds: 9);

        Assert.True(signs.AreFreshOf(Silo, At(14)));
    }

    [Fact]
    public void Where_signs_are_rarer_they_are_waited_for_longer()
    {
        var signs = Create(publishSeconds: 30);
        Observe(signs, Sign, atSeconds: 0);

        Assert.True(signs.AreFreshOf(Silo, At(45)));
        Assert.False(signs.IsSilent(Silo, At(90)));
        Assert.True(signs.IsSilent(Silo, At(90.1)));
    }

    [Fact]
    public void After_an_outage_of_the_store_everybody_has_the_whole_time_again()
    {
        var signs = Create(publishSeconds: 2);
        signs.Observe(Silo, [Row(Silo, Sign), Row(Other, Sign)], At(0));
        signs.Observe(Silo, [Row(Silo, Sign), Row(Other, Sign)], At(60));
        signs.Observe(Silo, [Row(Silo, Sign.AddSeconds(60)), Row(Other, Sign)], At(61));

        Assert.False(signs.IsSilent(Other, At(71)));
        Assert.True(signs.IsSilent(Other, At(71.1)));
    }

    private static void Observe(SignsOfLife signs, DateTime sign, double atSeconds) => signs.Observe(Silo, [Row(Silo, sign)], At(atSeconds));

    private static MembershipEntry Row(SiloAddress silo, DateTime sign) => new() { SiloAddress = silo, Status = SiloStatus.Active, IAmAliveTime = sign };

    private static long At(double seconds) => (long)(seconds * Stopwatch.Frequency);

    private static SignsOfLife Create(int publishSeconds) => new(
        WorkerConfig.Parse(new Dictionary<string, string?>
        {
            ["bootstrap.servers"] = "127.0.0.1:1",
            ["group.id"] = "signs",
            ["key.converter"] = "org.apache.kafka.connect.storage.StringConverter",
            ["value.converter"] = "org.apache.kafka.connect.storage.StringConverter",
        }),
        Options.Create(new ClusterMembershipOptions { IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(publishSeconds) }));
}
