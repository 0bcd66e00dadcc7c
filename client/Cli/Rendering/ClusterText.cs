using System.Globalization;
using OrleansConnect.Client;
using Spectre.Console;

namespace OrleansConnect.Cli.Rendering;

/// <summary>A cluster as people read it.</summary>
internal static class ClusterText
{
    private const string Nowhere = "nowhere";

    public static void Write(Terminal terminal, ClusterInfo cluster, IReadOnlyList<Movement> latest)
    {
        terminal.Write(Workers(cluster));
        if (cluster.Unassigned.Count > 0)
        {
            terminal.WriteLine();
            terminal.Write(Unassigned(cluster));
        }

        if (latest.Count > 0)
        {
            terminal.WriteLine();
            terminal.Write(Movements(latest, terminal.Time.GetUtcNow()));
        }

        terminal.WriteLine($"\nVersion {cluster.Version}, Kafka cluster {cluster.KafkaClusterId ?? "not reached yet"}.");
    }

    /// <summary>A movement on one line, for watches.</summary>
    public static string Line(Movement movement) => Printable.Line(string.Create(
        CultureInfo.InvariantCulture,
        $"{movement.At.ToLocalTime():yyyy-MM-dd HH:mm:ss} {movement.What} goes from {movement.From ?? Nowhere} to {movement.To ?? Nowhere}: {movement.Reason}"));

    private static Table Workers(ClusterInfo cluster)
    {
        var table = Tables.Create("WORKER", "ROLE", ">CONNECTORS", ">TASKS", "LABELS", "VERSION", "SILO");
        foreach (var worker in cluster.Workers)
        {
            table.AddRow(
                Printable.Cell(worker.Id), Role(worker), Printable.Cell(Figures.Count(worker.Connectors.Count)), Printable.Cell(Figures.Count(worker.Tasks.Count)),
                Printable.Cell(worker.Labels.Count == 0 ? Figures.Unknown : string.Join(',', worker.Labels)), Printable.Cell(worker.Version), Printable.Cell(worker.Silo));
        }

        return table;
    }

    private static Text Role(WorkerInfo worker) => worker switch
    {
        { IsLeaving: true, IsLeader: true } => new("leader, leaving", new(Color.Yellow)),
        { IsLeaving: true } => new("leaving", new(Color.Yellow)),
        { IsLeader: true } => new("leader"),
        _ => new("worker"),
    };

    private static Table Unassigned(ClusterInfo cluster)
    {
        var table = Tables.Create("UNASSIGNED", "WHY");
        foreach (var work in cluster.Unassigned)
        {
            table.AddRow(Printable.Cell(work.What, new(Color.Yellow)), Printable.Cell(work.Reason));
        }

        return table;
    }

    private static Table Movements(IReadOnlyList<Movement> latest, DateTimeOffset now)
    {
        var table = Tables.Create("MOVED", "WHEN", "FROM", "TO", "WHY");
        foreach (var movement in latest)
        {
            table.AddRow(
                Printable.Cell(movement.What), Printable.Cell(Figures.Ago(movement.At, now)), Printable.Cell(movement.From ?? Nowhere), Printable.Cell(movement.To ?? Nowhere), Printable.Cell(movement.Reason));
        }

        return table;
    }
}
