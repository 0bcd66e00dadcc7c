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
    public static string Line(Movement movement) => string.Create(
        CultureInfo.InvariantCulture,
        $"{movement.At.ToLocalTime():yyyy-MM-dd HH:mm:ss} {movement.What} goes from {movement.From ?? Nowhere} to {movement.To ?? Nowhere}: {movement.Reason}");

    private static Table Workers(ClusterInfo cluster)
    {
        var table = Tables.Create("WORKER", "ROLE", ">CONNECTORS", ">TASKS", "LABELS", "VERSION", "SILO");
        foreach (var worker in cluster.Workers)
        {
            table.AddRow(
                new Text(worker.Id), Role(worker), new Text(Figures.Count(worker.Connectors.Count)), new Text(Figures.Count(worker.Tasks.Count)),
                new Text(worker.Labels.Count == 0 ? Figures.Unknown : string.Join(',', worker.Labels)), new Text(worker.Version), new Text(worker.Silo));
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
            table.AddRow(new Text(work.What, new(Color.Yellow)), new Text(work.Reason));
        }

        return table;
    }

    private static Table Movements(IReadOnlyList<Movement> latest, DateTimeOffset now)
    {
        var table = Tables.Create("MOVED", "WHEN", "FROM", "TO", "WHY");
        foreach (var movement in latest)
        {
            table.AddRow(
                new Text(movement.What), new Text(Figures.Ago(movement.At, now)), new Text(movement.From ?? Nowhere), new Text(movement.To ?? Nowhere), new Text(movement.Reason));
        }

        return table;
    }
}
