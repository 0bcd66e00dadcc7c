using CsCheck;
using OrleansConnect.Runtime.Placement;

namespace OrleansConnect.Tests.Unit.Runtime.Placement;

public sealed class BalancedAssignmentTests
{
    private static readonly Gen<int[]> Members = Gen.Int[0, 9].Array[0, 6].Select(ids => ids.Distinct().ToArray());
    private static readonly Gen<int[]> Units = Gen.Int[0, 60].Array[0, 40].Select(ids => ids.Distinct().ToArray());

    [Fact]
    public void Counts_differ_by_at_most_one_whatever_happened_before() =>
        Gen.Select(Members, Units, Members, Units).Sample((membersBefore, unitsBefore, members, units) =>
        {
            var before = Compute(membersBefore, unitsBefore, []);

            var after = Compute(members, units, before);

            Assert.Equal(members.Length == 0 ? 0 : units.Length, after.Count);
            var counts = members.Select(member => after.Values.Count(owner => owner == member)).ToArray();
            Assert.True(counts.Length == 0 || counts.Max() - counts.Min() <= 1);
        });

    [Fact]
    public void The_same_input_gives_the_same_answer_in_any_order() =>
        Gen.Select(Members, Units).Sample((members, units) =>
        {
            var one = Compute(members, units, []);

            var other = Compute([.. members.Reverse()], [.. units.Reverse()], []);

            Assert.Equal(one.OrderBy(entry => entry.Key), other.OrderBy(entry => entry.Key));
        });

    [Fact]
    public void Nothing_moves_when_nothing_changed() =>
        Gen.Select(Members, Units).Sample((members, units) =>
        {
            var before = Compute(members, units, []);

            var after = Compute(members, units, before);

            Assert.Equal(before.OrderBy(entry => entry.Key), after.OrderBy(entry => entry.Key));
        });

    [Fact]
    public void A_leaving_member_moves_only_its_own_units() =>
        Gen.Select(Members.Where(members => members.Length > 1), Units).Sample((members, units) =>
        {
            var before = Compute(members, units, []);

            var after = Compute([.. members.Skip(1)], units, before);

            Assert.All(before.Where(entry => entry.Value != members[0]), entry => Assert.Equal(entry.Value, after[entry.Key]));
        });

    [Fact]
    public void A_joining_member_takes_its_share_and_no_more() =>
        Gen.Select(Members.Where(members => members.Length > 1), Units).Sample((members, units) =>
        {
            var before = Compute([.. members.Skip(1)], units, []);

            var after = Compute(members, units, before);

            var moved = after.Where(entry => before[entry.Key] != entry.Value).ToList();
            Assert.All(moved, entry => Assert.Equal(members[0], entry.Value));
            Assert.InRange(moved.Count, units.Length / members.Length, (units.Length / members.Length) + 1);
        });

    private static Dictionary<int, int> Compute(int[] members, int[] units, Dictionary<int, int> current) =>
        BalancedAssignment.Compute(members, units, current);
}
