using System.CommandLine;
using OrleansConnect.Cli.Rendering;
using OrleansConnect.Client;
using Spectre.Console;

namespace OrleansConnect.Cli.Commands;

/// <summary>The connectors, a line each.</summary>
internal static class ListCommand
{
    public static Command Create(CommandRunner runner)
    {
        var command = new Command("list", "Show all connectors");
        runner.Bind(command, RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var listed = await session.Client.ListConnectorsAsync(withStatus: true, cancellationToken: cancellationToken);
        var statuses = listed.Select(connector => connector.Status).OfType<ConnectorStatus>().ToList();
        if (session.IsJson)
        {
            session.WriteJson<IReadOnlyList<StatusJson>>([.. statuses.Select(status => StatusJson.Of(status))]);
        }
        else if (statuses.Count == 0)
        {
            session.Terminal.Note("There are no connectors. Create one with 'orleans-connect create FILE'.");
        }
        else
        {
            session.Terminal.Write(Table(statuses, session.Terminal.Time.GetUtcNow()));
        }

        return ExitCode.Ok;
    }

    private static Table Table(IEnumerable<ConnectorStatus> statuses, DateTimeOffset now)
    {
        var table = Tables.Create("NAME", "TYPE", "STATE", "TASKS", ">RECORDS", ">LAG", ">LAST PROGRESS");
        foreach (var status in statuses)
        {
            table.AddRow(
                Printable.Cell(status.Name), Printable.Cell(States.Word(status.Kind)), States.Cell(status.Connector.State), States.Tasks(status),
                Printable.Cell(Figures.Count(Totals.Records(status))), Printable.Cell(Figures.Count(Totals.Lag(status))),
                Printable.Cell(Figures.Ago(Totals.ProgressedAt(status), now)));
        }

        return table;
    }
}
