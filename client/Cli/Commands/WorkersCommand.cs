using System.CommandLine;
using System.Globalization;
using OrleansConnect.Cli.Rendering;
using Spectre.Console;

namespace OrleansConnect.Cli.Commands;

/// <summary>The cluster's workers and how much each runs.</summary>
internal static class WorkersCommand
{
    public static Command Create(CommandRunner runner)
    {
        var command = new Command("workers", "Show the cluster's workers");
        runner.Bind(command, RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var cluster = await session.Client.GetClusterAsync(cancellationToken);
        if (session.IsJson)
        {
            session.WriteJson(cluster);
            return ExitCode.Ok;
        }

        var table = Tables.Create("WORKER", ">CONNECTORS", ">TASKS", "SILO");
        foreach (var worker in cluster.Workers)
        {
            table.AddRow(
                new Text(worker.Id), new Text(worker.Connectors.Count.ToString(CultureInfo.InvariantCulture)), new Text(worker.Tasks.Count.ToString(CultureInfo.InvariantCulture)),
                new Text(worker.Silo));
        }

        session.Terminal.Write(table);
        session.Terminal.WriteLine($"\nVersion {cluster.Version}, Kafka cluster {cluster.KafkaClusterId ?? "not reached yet"}.");
        return ExitCode.Ok;
    }
}
