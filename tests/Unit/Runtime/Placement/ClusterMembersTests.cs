using System.Net;
using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Runtime.Placement;

namespace OrleansConnect.Tests.Unit.Runtime.Placement;

public sealed class ClusterMembersTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Who_is_reported_but_has_not_spoken_takes_no_work_yet()
    {
        var members = Create(TimeSpan.Zero);

        members.Take(News(1, reporter: 1, 1, 2));

        Assert.Equal(["worker-1"], members.Takers.Select(member => member.WorkerId));
        Assert.Equal("worker worker-2 joined", members.Take(News(1, reporter: 2, 1, 2)));
        Assert.Equal(["worker-1", "worker-2"], members.Takers.Select(member => member.WorkerId));
    }

    [Fact]
    public void Older_news_than_those_known_change_nothing()
    {
        var members = Create(TimeSpan.Zero);
        members.Take(News(7, reporter: 1, 1, 2));
        members.Take(News(7, reporter: 2, 1, 2));

        Assert.Null(members.Take(News(6, reporter: 2, 2)));

        Assert.True(members.IsAlive(Silo(1)));
    }

    [Fact]
    public void A_worker_that_leaves_is_alive_and_takes_no_work()
    {
        var members = Create(TimeSpan.Zero);
        members.Take(News(1, reporter: 1, 1));

        Assert.Equal("worker worker-1 is leaving", members.Take(new(Worker(1) with { IsLeaving = true }, 1, [Silo(1)])));

        Assert.Empty(members.Takers);
        Assert.True(members.IsAlive(Silo(1)));
    }

    [Fact]
    public void The_work_of_one_who_is_gone_waits_as_long_as_it_may_and_no_longer()
    {
        var members = Create(TimeSpan.FromMinutes(5));
        members.Take(News(1, reporter: 1, 1));

        members.HoldFor([Silo(1), Silo(2)], hasNewcomer: false);
        _time.Advance(TimeSpan.FromMinutes(4));
        members.HoldFor([Silo(1), Silo(2)], hasNewcomer: false);

        Assert.Equal([Silo(2)], members.Held);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(members.Held);
    }

    [Fact]
    public void Somebody_new_ends_the_waiting()
    {
        var members = Create(TimeSpan.FromMinutes(5));
        members.Take(News(1, reporter: 1, 1));
        members.HoldFor([Silo(2)], hasNewcomer: false);

        members.HoldFor([Silo(2)], hasNewcomer: true);

        Assert.Empty(members.Held);
    }

    [Fact]
    public void Nobody_waits_for_one_who_left_in_order()
    {
        var members = Create(TimeSpan.FromMinutes(5));
        members.Take(News(1, reporter: 1, 1, 2));
        members.Take(new(Worker(2) with { IsLeaving = true }, 1, [Silo(1), Silo(2)]));
        members.Take(News(2, reporter: 1, 1));

        members.HoldFor([Silo(2)], hasNewcomer: false);

        Assert.Empty(members.Held);
    }

    private ClusterMembers Create(TimeSpan delay) => new(delay, _time);

    private static SiloAddress Silo(int number) => SiloAddress.New(IPAddress.Loopback, 11000 + number, 1);

    private static Member Worker(int number) => new(Silo(number), $"worker-{number}", "1", [], false);

    private static MembershipNews News(long version, int reporter, params int[] alive) => new(Worker(reporter), version, [.. alive.Select(Silo)]);
}
