using OrleansConnect.Cli.Watching;
using OrleansConnect.Client;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansConnect.Cli.Rendering;

/// <summary>Statuses as a table, a line a task; with what failed below.</summary>
internal static class StatusTable
{
    // Headings, the summary and the prompt.
    private const int OtherLines = 5;

    // Below that the workers' addresses would break the lines.
    private const int WidthForWorkers = 100;

    /// <summary>A line a task, or a line a connector where that is more than the lines there are.</summary>
    public static IRenderable Of(IReadOnlyCollection<ConnectorStatus> statuses, RateMeter rates, DateTimeOffset now, int width, int linesMax = int.MaxValue)
    {
        var lines = statuses.Sum(status => Math.Max(1, status.Tasks.Count) + Failures(status).Count());
        var isShort = lines > linesMax - OtherLines;
        string[] headings = ["CONNECTOR", isShort ? "TASKS" : "TASK", "STATE", ">RECORDS", ">RECORDS/S", ">LAG", ">LAST PROGRESS", "WORKER"];
        var columns = width < WidthForWorkers ? headings.Length - 1 : headings.Length;
        var table = Tables.Create(headings[..columns]);
        foreach (var row in statuses.SelectMany(status => isShort ? [Row(status, rates, now)] : TaskRows(status, rates, now)))
        {
            table.AddRow(row[..columns]);
        }

        var failures = statuses.SelectMany(Failures).ToList();
        return failures.Count == 0 || isShort ? table : new Rows([table, .. failures.Select(failure => Printable.Cell(failure, new Style(Color.Red)))]);
    }

    /// <summary>The sums over all connectors.</summary>
    public static string Summary(IReadOnlyCollection<ConnectorStatus> statuses, RateMeter rates)
    {
        var failed = statuses.Count(status => Failures(status).Any());
        var rate = statuses.Sum(status => rates.RateOf(status) ?? 0);
        return $"{Figures.Of(statuses.Count, "connector")}, {Figures.Of(statuses.Sum(status => status.Tasks.Count), "task")}, {Figures.Rate(rate)} records/s"
            + (failed > 0 ? $", {failed} failed" : "");
    }

    private static IRenderable[] Row(ConnectorStatus status, RateMeter rates, DateTimeOffset now) =>
    [
        Printable.Cell(status.Name), States.Tasks(status), States.Cell(status.Connector.State), Printable.Cell(Figures.Count(Totals.Records(status))),
        Printable.Cell(Figures.Rate(rates.RateOf(status))), Printable.Cell(Figures.Count(Totals.Lag(status))), Printable.Cell(Figures.Ago(Totals.ProgressedAt(status), now)),
        Printable.Cell(status.Connector.WorkerId),
    ];

    private static IEnumerable<IRenderable[]> TaskRows(ConnectorStatus status, RateMeter rates, DateTimeOffset now)
    {
        if (status.Tasks.Count == 0 || status.Connector.State == InstanceState.Failed)
        {
            yield return
            [
                Printable.Cell(status.Name), Printable.Cell(""), States.Cell(status.Connector.State), Printable.Cell(""), Printable.Cell(""), Printable.Cell(""), Printable.Cell(""), Printable.Cell(status.Connector.WorkerId),
            ];
        }

        foreach (var task in status.Tasks)
        {
            yield return
            [
                Printable.Cell(status.Name), Printable.Cell($"{task.Id}"), States.Cell(task), Printable.Cell(Figures.Count(task.Progress?.Records)),
                Printable.Cell(Figures.Rate(rates.RateOf(status.Name, task.Id))), Printable.Cell(Figures.Count(task.Progress?.Lag)),
                Printable.Cell(Figures.Ago(task.Progress?.ProgressedAt, now)), Printable.Cell(task.Instance.WorkerId),
            ];
        }
    }

    /// <summary>The tasks that have work and move nothing, a sentence each, to stand behind the connector's name.</summary>
    public static IEnumerable<string> Stalls(ConnectorStatus status) => status.Tasks.Where(task => task.Progress?.StalledSince is not null)
        .Select(task => $"task {task.Id} has work and has moved nothing since {task.Progress?.StalledSince:HH:mm:ss} UTC; it waits for {task.Progress?.WaitsFor ?? "its connector"}.");

    private static IEnumerable<string> Failures(ConnectorStatus status)
    {
        if (status.Connector is { State: InstanceState.Failed, Trace: { } trace })
        {
            yield return $"{status.Name}: {States.Reason(trace)}";
        }

        if (status.Trouble is { } trouble)
        {
            yield return $"{status.Name} has trouble: {States.Reason(trouble)}";
        }

        foreach (var stall in Stalls(status))
        {
            yield return $"{status.Name} {stall}";
        }

        foreach (var task in status.Tasks.Where(task => task.Instance is { State: InstanceState.Failed, Trace: not null }))
        {
            yield return $"{status.Name} task {task.Id}: {States.Reason(task.Instance.Trace ?? "")}";
        }
    }
}
