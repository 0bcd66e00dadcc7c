using OrleansConnect.Cli.Plans;
using OrleansConnect.Client;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansConnect.Cli.Rendering;

/// <summary>Offsets, and plans for them, as people read them.</summary>
internal static class OffsetsText
{
    public static IRenderable Of(ConnectorOffsets offsets)
    {
        if (offsets.Kind != ConnectorKind.Sink)
        {
            var sources = Tables.Create("PARTITION", "OFFSET");
            foreach (var offset in offsets.Offsets)
            {
                sources.AddRow(Printable.Cell(PartitionOf(offset)), Printable.Cell(OffsetOf(offset)));
            }

            return sources;
        }

        var table = Tables.Create("TOPIC", ">PARTITION", ">OFFSET", ">END", ">LAG");
        foreach (var offset in offsets.Offsets)
        {
            table.AddRow(
                Printable.Cell(offset.Topic ?? Figures.Unknown), Printable.Cell($"{offset.TopicPartition}"), Printable.Cell(OffsetOf(offset)), Printable.Cell(Number(offset.Log?.End)),
                Printable.Cell(Figures.Count(offset.Lag)));
        }

        return table;
    }

    public static IRenderable Of(OffsetPlan plan)
    {
        var table = Tables.Create("PARTITION", "BEFORE", "AFTER", "WHICH MEANS");
        foreach (var offset in plan.Offsets)
        {
            table.AddRow(
                Printable.Cell(PartitionOf(offset.Now)),
                Printable.Cell(OffsetOf(offset.Now)),
                Printable.Cell(OffsetOf(offset.Change), offset.IsChanged ? new(Color.Yellow) : Style.Plain),
                Printable.Cell(Meaning(offset)));
        }

        return table;
    }

    public static string Summary(OffsetPlan plan)
    {
        var changed = plan.Changed.Count();
        var what = changed > 0 ? $"change {changed}" : plan.ReachesTarget ? "nothing to do in its consumer group, and maybe beside its data" : "nothing to do";
        return $"Plan for {plan.Connector}: {what}; {plan.Offsets.Count - changed} unchanged.";
    }

    private static string Meaning(PlannedOffset offset) => offset switch
    {
        { IsChanged: false } => "unchanged",
        { After: null, Now.Topic: not null } => "starts where 'auto.offset.reset' says",
        { After: null } => "starts anew",
        { Distance: < 0 and var back } => $"reads {Records(-back)} again",
        { Distance: > 0 and var forward } => $"skips {Records(forward)}",
        _ => "",
    };

    private static string Records(long count) => $"{Figures.Count(count)} record{(count == 1 ? "" : "s")}";

    private static string PartitionOf(ConnectorOffset offset) => offset is { Topic: { } topic, TopicPartition: { } partition } ? $"{topic}-{partition}" : offset.Partition ?? "null";

    private static string OffsetOf(ConnectorOffset offset) => offset.TopicOffset is { } number ? Number(number) : offset.Offset ?? Figures.Unknown;

    // Plain, since offsets are copied into commands.
    private static string Number(long? offset) => offset is { } known ? $"{known}" : Figures.Unknown;
}
