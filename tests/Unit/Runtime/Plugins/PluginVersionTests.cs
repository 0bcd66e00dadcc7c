using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Tests.Unit.Runtime.Plugins;

public sealed class PluginVersionTests
{
    // As Maven 3.9.15 orders them, oldest first; a row holds versions that are the same.
    private static readonly string[][] Ladder =
    [
        ["alpha"],
        ["", "0"],
        ["undefined"],
        ["v1"],
        ["1-alpha", "1.0-alpha", "1.0.alpha"],
        ["1-a1", "1-alpha-1", "1-alpha1", "1a1"],
        ["1-alpha.1"],
        ["1-beta"],
        ["1-b2"],
        ["1-milestone"],
        ["1-m3"],
        ["1-rc"],
        ["1-cr1", "1-rc1", "1.0-rc-1", "1.0.0-rc1", "1.RC1"],
        ["1.0-rc.1"],
        ["1-SNAPSHOT", "1-snapshot", "1.0-SNAPSHOT"],
        ["1", "1.0", "1.0.0", "1-0", "1-ga", "1-final", "1-release", "1.0.0.Final", "1.0.0.RELEASE", "1..0", "01", "1.ga"],
        ["1-sp", "1.sp"],
        ["1-sp-1"],
        ["1.0+build"],
        ["1_0"],
        ["1.0.a", "1.0-a", "1a"],
        ["1-a-b"],
        ["1-alpha+x"],
        ["1-bar"],
        ["1-foo", "1.foo", "1foo"],
        ["1-x-0"],
        ["1.0x2"],
        ["1-0-1"],
        ["1-0.1"],
        ["1-1", "1.-1"],
        ["1-1.foo", "1-1-foo"],
        ["1.0-20200101.120000-1"],
        ["1.0.1"],
        ["1.1", "1.01"],
        ["1.2"],
        ["1.10"],
        ["1.99999999999"],
        ["2"],
        ["4.3.1"],
        ["4.3.1-ccs"],
        ["7.6.0"],
        ["7.6.0-ce"],
        ["20200101"],
        ["20200101120000000000"],
        ["99999999999999999999"],
    ];

    [Fact]
    public void Orders_every_pair_as_Maven_does()
    {
        var versions = Ladder.SelectMany((row, rank) => row.Select(text => (Rank: rank, Version: new PluginVersion(text)))).ToList();

        var wrong = versions.SelectMany(left => versions.Select(right => (left, right)))
            .Where(pair => Math.Sign(pair.left.Version.CompareTo(pair.right.Version)) != pair.left.Rank.CompareTo(pair.right.Rank));

        Assert.Empty(wrong);
    }

    [Fact]
    public void Versions_written_differently_are_equal_and_have_one_hash()
    {
        var hashes = Ladder.Select(row => row.Select(text => new PluginVersion(text).GetHashCode()).Distinct());

        Assert.All(hashes, row => Assert.Single(row));
        Assert.True(new PluginVersion("1.0") == new PluginVersion("1"));
        Assert.True(new PluginVersion("1.0") != new PluginVersion("1.1"));
    }

    [Fact]
    public void A_version_that_is_not_told_comes_before_every_number() =>
        Assert.True(PluginVersion.Undefined < new PluginVersion("0.0.1"));
}
