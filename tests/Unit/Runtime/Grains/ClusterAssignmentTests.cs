using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Serialization;
using OrleansConnect.Runtime.Grains;
using OrleansConnect.Runtime.Placement;

namespace OrleansConnect.Tests.Unit.Runtime.Grains;

public sealed class ClusterAssignmentTests
{
    private static readonly PlacementWish Wish = new(["gpu"], 3);

    [Fact]
    public void What_was_stored_and_read_again_on_another_worker_moves_nothing()
    {
        var before = Create();
        Join(before);
        for (var i = 0; i < 4; i++)
        {
            before.Add($"c{i}", Wish, Silo(1));
            before.Set($"c{i}", Wish, 3);
        }

        var after = Create();
        after.Load(Copy(before.Save()));
        Join(after);

        Assert.Equal(before.Workers(null).Select(Describe), after.Workers(null).Select(Describe));
        Assert.Equal(before.MovementsAfter(0), after.MovementsAfter(0));
        Assert.NotEmpty(after.MovementsAfter(0));
    }

    [Fact]
    public void When_all_are_gone_who_comes_next_is_given_everything_with_the_reason()
    {
        var before = Create();
        Join(before);
        before.Add("c", PlacementWish.None, Silo(1));
        before.Set("c", PlacementWish.None, 2);

        var after = Create();
        after.Load(Copy(before.Save()));
        after.Take(new(Member(3), 9, [Silo(3)]));

        Assert.Equal(["c", "c/0", "c/1"], after.MovementsAfter(0).Where(move => move.To == "worker-3" && move.Reason.EndsWith("is gone", StringComparison.Ordinal)).Select(move => move.What));
    }

    [Fact]
    public void Work_that_waits_for_a_worker_s_return_goes_on_waiting_when_the_leader_was_that_worker()
    {
        var before = Create(TimeSpan.FromMinutes(5));
        Join(before);
        before.Add("c", PlacementWish.None, Silo(1));
        before.Set("c", PlacementWish.None, 2);

        var after = Create(TimeSpan.FromMinutes(5));
        after.Load(Copy(before.Save()));
        after.Take(new(Member(2), 3, [Silo(2)]));

        Assert.Equal([null, Silo(2)], after.PlacesOf("c").Tasks.Select(place => place.Silo).OrderBy(silo => silo is not null));
        Assert.Equal(before.MovementsAfter(0), after.MovementsAfter(0));

        after.Take(new(Member(3), 4, [Silo(2), Silo(3)]));

        Assert.Equal([Silo(2), Silo(3)], after.PlacesOf("c").Tasks.Select(place => place.Silo).Order());
    }

    private static void Join(ClusterAssignment assignment)
    {
        assignment.Take(new(Member(1), 2, [Silo(1), Silo(2)]));
        assignment.Take(new(Member(2), 2, [Silo(1), Silo(2)]));
    }

    private static string Describe(OrleansConnect.Grains.WorkerInfo worker) => $"{worker.WorkerId}: {string.Join(' ', worker.Connectors)} {string.Join(' ', worker.Tasks)}";

    // As a worker stores it.
    private static StoredCluster Copy(StoredCluster stored)
    {
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();
        return Assert.IsType<StoredCluster>(serializer.Deserialize<StoredCluster>(serializer.SerializeToArray(stored)));
    }

    private static Member Member(int number) => new(Silo(number), $"worker-{number}", "1", ["gpu"], false);

    private static SiloAddress Silo(int number) => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, number), 1);

    private static ClusterAssignment Create(TimeSpan rebalanceDelay = default)
    {
        var time = new FakeTimeProvider();
        return new(new(rebalanceDelay, time), new(time, NullLogger.Instance));
    }
}
