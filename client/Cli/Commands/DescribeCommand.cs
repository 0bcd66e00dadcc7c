using System.CommandLine;
using OrleansConnect.Cli.Rendering;
using OrleansConnect.Cli.Watching;
using OrleansConnect.Client;
using Spectre.Console;

namespace OrleansConnect.Cli.Commands;

/// <summary>Everything about one connector.</summary>
internal static class DescribeCommand
{
    public static Command Create(CommandRunner runner)
    {
        var name = Arguments.Name(runner);
        var command = new Command("describe", "Show a connector's configuration (secrets hidden), tasks, errors and rates") { name };
        runner.Bind(command, (session, parsed, cancellationToken) => RunAsync(session, parsed.GetRequiredValue(name), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Session session, string name, CancellationToken cancellationToken)
    {
        var connector = await session.Client.GetConnectorAsync(name, cancellationToken);
        var secrets = await Secrets.OfAsync(session.Client, connector.Config, cancellationToken);
        var sample = new RateSample(session.Client, session.Terminal.Time);
        var status = (await sample.TakeAsync([await session.Client.GetStatusAsync(name, cancellationToken)], cancellationToken))[0];
        var config = secrets.Show(connector.Config);
        if (session.IsJson)
        {
            session.WriteJson(new DescriptionJson(name, States.Word(connector.Kind), config, StatusJson.Of(status, sample.Rates)));
            return ExitCode.Ok;
        }

        WriteHead(session.Terminal, connector, status);
        WriteConfig(session.Terminal, config);
        session.Terminal.WriteLine();
        WriteTasks(session.Terminal, status, sample.Rates);
        WriteTroubles(session.Terminal, status);
        WriteTraces(session.Terminal, status);
        WriteErrors(session.Terminal, status);
        return ExitCode.Ok;
    }

    private static void WriteHead(Terminal terminal, ConnectorInfo connector, ConnectorStatus status)
    {
        var head = Tables.Create("CONNECTOR", connector.Name).HideHeaders();
        head.AddRow(Printable.Cell("Name"), Printable.Cell(connector.Name));
        head.AddRow(Printable.Cell("Type"), Printable.Cell(States.Word(connector.Kind)));
        head.AddRow(Printable.Cell("State"), States.Cell(status.Connector.State));
        head.AddRow(Printable.Cell("Worker"), Printable.Cell(status.Connector.WorkerId));
        head.AddRow(Printable.Cell("Version"), Printable.Cell(status.Connector.Version ?? Figures.Unknown));
        terminal.Write(head);
        terminal.WriteLine();
    }

    private static void WriteConfig(Terminal terminal, IReadOnlyDictionary<string, string> config)
    {
        var table = Tables.Create("SETTING", "VALUE");
        foreach (var (key, value) in config)
        {
            table.AddRow(Printable.Cell(key), Printable.Cell(value));
        }

        terminal.Write(table);
    }

    private static void WriteTasks(Terminal terminal, ConnectorStatus status, RateMeter rates)
    {
        if (status.Tasks.Count == 0)
        {
            terminal.WriteLine("It has no tasks.");
            return;
        }

        var now = terminal.Time.GetUtcNow();
        var table = Tables.Create(">TASK", "STATE", ">RECORDS", ">RECORDS/S", ">BYTES", ">SKIPPED", ">LAG", ">LAST PROGRESS", ">LAST COMMIT", "WAITS FOR", "WORKER");
        foreach (var task in status.Tasks)
        {
            table.AddRow(
                Printable.Cell($"{task.Id}"), States.Cell(task), Printable.Cell(Figures.Count(task.Progress?.Records)), Printable.Cell(Figures.Rate(rates.RateOf(status.Name, task.Id))),
                Printable.Cell(task.Progress is { } progress ? Figures.Bytes(progress.Bytes) : Figures.Unknown), Printable.Cell(Figures.Count(task.Progress?.RecordsSkipped)),
                Printable.Cell(Figures.Lag(task.Progress)), Printable.Cell(Figures.Ago(task.Progress?.ProgressedAt, now)), Printable.Cell(Figures.Ago(task.Progress?.CommittedAt, now)),
                Printable.Cell(task.Progress?.WaitsFor ?? Figures.Unknown), Printable.Cell(task.Instance.WorkerId));
        }

        terminal.Write(table);
    }

    private static void WriteTroubles(Terminal terminal, ConnectorStatus status)
    {
        if (status.Trouble is { } trouble)
        {
            terminal.WriteLine($"\nThe connector has trouble:\n{trouble.TrimEnd()}");
        }

        if (status.IsOutdated && status.Tasks.Count > 0)
        {
            terminal.WriteLine("\nIts configuration was changed, and its tasks do not have it yet.");
        }

        foreach (var stall in StatusTable.Stalls(status))
        {
            terminal.WriteLine($"\nIts {stall}");
        }

        foreach (var task in status.Tasks.Where(task => task.Progress is { WaitsFor: "poll", WaitsSince: not null, StalledSince: null }))
        {
            terminal.WriteLine($"\nIts task {task.Id} waits for its poll since {task.Progress?.WaitsSince:HH:mm:ss} UTC, as a source does that has nothing to read.");
        }
    }

    private static void WriteTraces(Terminal terminal, ConnectorStatus status)
    {
        if (status.Connector.Trace is { } trace)
        {
            terminal.WriteLine($"\nThe connector {Happened(status.Connector)}:\n{trace.TrimEnd()}");
        }

        foreach (var task in status.Tasks.Where(task => task.Instance.Trace is not null))
        {
            terminal.WriteLine($"\nTask {task.Id} {Happened(task.Instance)}{Attempts(task.Instance)}:\n{task.Instance.Trace?.TrimEnd()}");
        }
    }

    private static void WriteErrors(Terminal terminal, ConnectorStatus status)
    {
        foreach (var task in status.Tasks)
        {
            if (task.Progress?.Errors is { } errors)
            {
                terminal.WriteLine($"\nErrors of task {task.Id} since it was started: {Figures.Count(errors.Failures)} failures, {Figures.Count(errors.Retries)} retries, "
                    + $"{Figures.Count(errors.RecordsSkipped)} records skipped. The last one, {Figures.Ago(errors.LastAt, terminal.Time.GetUtcNow())}:\n{errors.Last}");
            }
        }
    }

    // What is nowhere, or comes to nothing, has a reason there and no error.
    private static string Happened(InstanceStatus instance) => instance.State == InstanceState.Failed ? "failed" : $"is {States.Word(instance.State)}";

    private static string Attempts(InstanceStatus instance) =>
        instance.RestartAttempts > 0 ? $", restarted {Figures.Of(instance.RestartAttempts, "time")} since it ran well last" : "";
}
