using System.Net;
using CsCheck;
using OrleansConnect.Runtime.Placement;

namespace OrleansConnect.Tests.Unit.Runtime.Placement;

/// <summary>Random histories of joins, leaves, new and deleted connectors and changed task counts, weights and labels.</summary>
public sealed class ClusterPlanTests
{
    private static readonly string[] Labels = ["ssd", "gpu"];

    private static readonly Gen<PlacementWish> Wishes = Gen.Select(Gen.Int[0, 3], Gen.Int[1, 4], (labels, weight) => new PlacementWish(Some(labels), weight));

    private static readonly Gen<Step> Steps = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 7], Gen.Int[0, 12], Wishes, (kind, target, count, wish) => new Step(kind, target, count, wish));

    [Fact]
    public void Whatever_happened_everything_that_can_run_does_and_no_move_would_make_it_more_even() =>
        Steps.Array[1, 25].Sample(steps => Replay(steps, (members, _, after) =>
        {
            foreach (var connector in after)
            {
                var isPossible = members.Any(member => connector.Wish.IsMetBy(member.Labels));
                Assert.Equal(isPossible, connector.Silo is not null);
                Assert.All(connector.Tasks, silo => Assert.Equal(isPossible, silo is not null));
                Assert.All(connector.Tasks.OfType<SiloAddress>(), silo => Assert.True(connector.Wish.IsMetBy(members.Single(member => member.Silo.Equals(silo)).Labels)));
            }

            foreach (var (from, to) in members.SelectMany(one => members.Select(other => (one, other))))
            {
                var difference = TaskWeight(after, from) - TaskWeight(after, to);
                Assert.All(
                    after.Where(connector => connector.Tasks.Any(silo => from.Silo.Equals(silo)) && connector.Wish.IsMetBy(to.Labels)),
                    connector => Assert.True(difference <= connector.Wish.Weight));
            }
        }));

    [Fact]
    public void Counts_differ_by_at_most_one_where_nobody_asks_for_anything() =>
        Steps.Array[1, 25].Sample(steps => Replay([.. steps.Select(step => step with { Wish = PlacementWish.None })], (members, _, after) =>
        {
            AssertEven(members.Select(member => after.Count(connector => member.Silo.Equals(connector.Silo))));
            AssertEven(members.Select(member => after.Sum(connector => connector.Tasks.Count(silo => member.Silo.Equals(silo)))));
        }));

    [Fact]
    public void Nothing_moves_when_nothing_changed() =>
        Steps.Array[1, 25].Sample(steps => Replay(steps, (members, _, after) =>
        {
            var again = ClusterPlan.Compute(members, after, new HashSet<SiloAddress>());
            AssertSame(after, again);
            Assert.All(after.Zip(again), pair => Assert.Same(pair.First, pair.Second));
        }));

    [Fact]
    public void The_same_input_gives_the_same_answer_in_any_order() =>
        Steps.Array[1, 25].Sample(steps => Replay(steps, (members, before, after) =>
            AssertSame(after, [.. ClusterPlan.Compute([.. members.Reverse()], [.. before.Reverse()], new HashSet<SiloAddress>()).Reverse()])));

    [Fact]
    public void What_waits_for_a_silo_is_nowhere_and_nothing_else_moves() =>
        Steps.Array[1, 25].Sample(steps => Replay(steps, (members, _, after) =>
        {
            var gone = members[0];

            var held = ClusterPlan.Compute([.. members.Skip(1)], after, new HashSet<SiloAddress> { gone.Silo });

            foreach (var (one, other) in after.Zip(held))
            {
                Assert.All(one.Tasks.Zip(other.Tasks).Where(pair => gone.Silo.Equals(pair.First)), pair => Assert.Null(pair.Second));
            }
        }));

    private static void Replay(Step[] steps, Action<IReadOnlyList<Member>, IReadOnlyList<PlacedConnector>, IReadOnlyList<PlacedConnector>> check)
    {
        List<Member> members = [MemberOf(0)];
        var connectors = new SortedDictionary<string, PlacedConnector>(StringComparer.Ordinal);
        foreach (var (kind, target, count, wish) in steps)
        {
            var name = $"connector-{target}";
            switch (kind)
            {
                case 0 when members.All(member => !member.Equals(MemberOf(target))):
                    members.RemoveAll(member => member.Silo.Equals(MemberOf(target).Silo));
                    members.Add(MemberOf(target));
                    break;
                case 1 when members.Count > 1:
                    members.RemoveAt(target % members.Count);
                    break;
                case 2:
                    connectors.Remove(name);
                    break;
                default:
                    var tasks = connectors.GetValueOrDefault(name)?.Tasks ?? [];
                    connectors[name] = new(name, wish, connectors.GetValueOrDefault(name)?.Silo, [.. Enumerable.Range(0, count).Select(task => tasks.ElementAtOrDefault(task))]);
                    break;
            }

            PlacedConnector[] before = [.. connectors.Values];
            var after = ClusterPlan.Compute(members, before, new HashSet<SiloAddress>());
            check(members, before, after);
            foreach (var connector in after)
            {
                connectors[connector.Name] = connector;
            }
        }
    }

    private static long TaskWeight(IReadOnlyList<PlacedConnector> connectors, Member member) =>
        connectors.Sum(connector => connector.Tasks.Count(silo => member.Silo.Equals(silo)) * connector.Wish.Weight);

    private static void AssertEven(IEnumerable<int> counts)
    {
        int[] all = [.. counts];
        Assert.True(all.Max() - all.Min() <= 1);
    }

    private static void AssertSame(IReadOnlyList<PlacedConnector> one, IReadOnlyList<PlacedConnector> other)
    {
        Assert.Equal(one.Select(connector => (connector.Name, connector.Silo)), other.Select(connector => (connector.Name, connector.Silo)));
        Assert.Equal(one.SelectMany(connector => connector.Tasks), other.SelectMany(connector => connector.Tasks));
    }

    private static string[] Some(int bits) => [.. Labels.Where((_, i) => (bits & (1 << i)) != 0)];

    private static Member MemberOf(int number) =>
        new(SiloAddress.New(IPAddress.Loopback, 11000 + number, 1), $"worker-{number}", "1", Some(number & 3), false);

    private readonly record struct Step(int Kind, int Target, int Count, PlacementWish Wish);
}
