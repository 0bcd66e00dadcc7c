extern alias cli;

using cli::OrleansConnect.Cli.Plans;
using cli::OrleansConnect.Cli.Rendering;
using OrleansConnect.Client;

namespace OrleansConnect.Tests.Unit.Cli;

public sealed class OffsetPlanTests
{
    private static readonly ConnectorOffsets Sink = new(
        ConnectorKind.Sink,
        [
            ConnectorOffset.Of("orders", 0, 40) with { Log = new(10, 100, 60) },
            ConnectorOffset.Of("orders", 1, null) with { Log = new(0, 5, 5) },
            ConnectorOffset.Of("gone", 0, 7),
        ],
        null);

    [Fact]
    public void A_plan_tells_what_each_move_means()
    {
        var plan = OffsetPlan.Move("out", Sink, OffsetMoves.ToEarliest, _ => true);

        Assert.Equal(
            """
            PARTITION  BEFORE  AFTER  WHICH MEANS
            orders-0   40      10     reads 30 records again
            orders-1   -       0

            """,
            PlainText.Of(OffsetsText.Of(plan), 200));
        Assert.Equal("Plan for out: change 2; 0 unchanged.", OffsetsText.Summary(plan));
    }

    [Fact]
    public void Every_move_stays_within_the_log()
    {
        Assert.Equal([100L, 5L], After(OffsetMoves.ToLatest));
        Assert.Equal([60L, 5L], After(OffsetMoves.ToTime));
        Assert.Equal([45L, null], After(OffsetMoves.By(5)));
        Assert.Equal([10L, null], After(OffsetMoves.By(-1000)));
        Assert.Equal([100L, null], After(OffsetMoves.By(long.MaxValue)));
    }

    // What it keeps beside its data is not seen here.
    [Fact]
    public void A_reset_and_an_undo_of_a_sink_reach_its_worker_also_where_its_group_has_nothing_to_change()
    {
        var forgotten = new ConnectorOffsets(ConnectorKind.Sink, [], null);

        Assert.True(OffsetPlan.Reset("out", forgotten).ReachesTarget);
        Assert.True(OffsetPlan.Undo("out", forgotten, new(default, "altered", [])).ReachesTarget);
        Assert.Equal("Plan for out: nothing to do in its consumer group, and maybe beside its data; 0 unchanged.", OffsetsText.Summary(OffsetPlan.Reset("out", forgotten)));
        Assert.False(OffsetPlan.Reset("in", forgotten with { Kind = ConnectorKind.Source }).ReachesTarget);
    }

    [Fact]
    public void Only_what_is_meant_is_moved() =>
        Assert.Equal(0, OffsetPlan.Move("out", Sink, OffsetMoves.ToLatest, offset => offset.TopicPartition == 1).Offsets.Single().Now.Log?.Start);

    [Fact]
    public void A_partition_is_found_in_whatever_order_its_entries_are()
    {
        var now = new ConnectorOffsets(ConnectorKind.Source, [new("""{"a":1,"b":2}""", """{"n":5}""")], null);

        var plan = OffsetPlan.Set("in", now, [new("""{"b":2,"a":1}""", """{"n":5}"""), new("""{"a":3}""", null)]);

        Assert.Empty(plan.Changed);
        Assert.Equal("Plan for in: nothing to do; 2 unchanged.", OffsetsText.Summary(plan));
    }

    [Fact]
    public void A_reset_is_about_what_has_an_offset_and_says_where_it_leads()
    {
        var plan = OffsetPlan.Reset("out", Sink);

        Assert.Equal(
            """
            PARTITION  BEFORE  AFTER  WHICH MEANS
            orders-0   40      -      starts where 'auto.offset.reset' says
            gone-0     7       -      starts where 'auto.offset.reset' says

            """,
            PlainText.Of(OffsetsText.Of(plan), 200));
    }

    [Fact]
    public void Offsets_are_shown_with_end_and_lag()
    {
        Assert.Equal(
            """
            TOPIC   PARTITION  OFFSET  END  LAG
            orders          0      40  100   60
            orders          1       -    5    5
            gone            0       7    -    -

            """,
            PlainText.Of(OffsetsText.Of(Sink), 200));
        Assert.Equal(
            """
            PARTITION     OFFSET
            {"file":"a"}  {"n":5}

            """,
            PlainText.Of(OffsetsText.Of(new ConnectorOffsets(ConnectorKind.Source, [new("""{"file":"a"}""", """{"n":5}""")], null)), 200));
    }

    [Theory]
    [InlineData("offsets x --reset --undo", "Only one of --to-earliest, --to-latest, --to-datetime, --shift-by, --set, --reset, --undo at a time.")]
    [InlineData("offsets x --to-datetime yesterday", "'yesterday' is no time since 1970.")]
    [InlineData("offsets x --to-datetime 1960-01-01", "'1960-01-01' is no time since 1970.")]
    [InlineData("offsets x --to-latest --topic a:b", "'a:b' is no topic. Write TOPIC, or TOPIC:0,2 for some of its partitions.")]
    [InlineData("offsets x --topic a", "'--topic' goes with --to-earliest, --to-latest, --to-datetime, --shift-by only.")]
    [InlineData("offsets x --shift-by lots", "'--shift-by' is a whole number of records")]
    public async Task Arguments_that_make_no_sense_are_refused(string arguments, string reason)
    {
        var run = await CliRun.OfAsync(arguments.Split(' '));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    private static long?[] After(OffsetMove move) => [.. OffsetPlan.Move("out", Sink, move, _ => true).Offsets.Select(offset => offset.Change.TopicOffset)];
}
