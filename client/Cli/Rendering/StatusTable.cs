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

    /// <summary>A line a task, or a line a connector where that is more than the lines there are.</summary>
    public static IRenderable Of(IReadOnlyCollection<ConnectorStatus> statuses, RateMeter rates, DateTimeOffset now, int linesMax = int.MaxValue)
    {
        var lines = statuses.Sum(status => Math.Max(1, status.Tasks.Count) + Failures(status).Count());
        var isShort = lines > linesMax - OtherLines;
        var table = Tables.Create("CONNECTOR", "TASK", "STATE", ">RECORDS", ">RECORDS/S", ">LAG", ">LAST PROGRESS", "WORKER");
        foreach (var status in statuses)
        {
            AddRows(table, status, rates, now, isShort);
        }

        var failures = statuses.SelectMany(Failures).ToList();
        return failures.Count == 0 || isShort ? table : new Rows([table, .. failures.Select(failure => new Text(failure, new Style(Color.Red)))]);
    }

    /// <summary>The sums over all connectors.</summary>
    public static string Summary(IReadOnlyCollection<ConnectorStatus> statuses, RateMeter rates)
    {
        var failed = statuses.Count(status => Failures(status).Any());
        var rate = statuses.Sum(status => rates.RateOf(status) ?? 0);
        return $"{statuses.Count} connectors, {statuses.Sum(status => status.Tasks.Count)} tasks, {Figures.Rate(rate)} records/s"
            + (failed > 0 ? $", {failed} failed" : "");
    }

    private static void AddRows(Table table, ConnectorStatus status, RateMeter rates, DateTimeOffset now, bool isShort)
    {
        if (isShort)
        {
            table.AddRow(
                new Text(status.Name), States.Tasks(status), States.Cell(status.Connector.State), Right(Figures.Count(Totals.Records(status))),
                Right(Figures.Rate(rates.RateOf(status))), Right(Figures.Count(Totals.Lag(status))),
                Right(Figures.Ago(Totals.ProgressedAt(status), now)), new Text(status.Connector.WorkerId));
            return;
        }

        if (status.Tasks.Count == 0 || status.Connector.State != InstanceState.Running)
        {
            table.AddRow(
                new Text(status.Name), new Text(""), States.Cell(status.Connector.State), Right(""), Right(""), Right(""), Right(""), new Text(status.Connector.WorkerId));
        }

        foreach (var task in status.Tasks)
        {
            table.AddRow(
                new Text(status.Name), new Text($"{task.Id}"), States.Cell(task.Instance.State), Right(Figures.Count(task.Progress?.Records)),
                Right(Figures.Rate(rates.RateOf(status.Name, task.Id))), Right(Figures.Count(task.Progress?.Lag)), Right(Figures.Ago(task.Progress?.ProgressedAt, now)),
                new Text(task.Instance.WorkerId));
        }
    }

    private static IEnumerable<string> Failures(ConnectorStatus status)
    {
        if (status.Connector is { State: InstanceState.Failed, Trace: { } trace })
        {
            yield return $"{status.Name}: {States.FirstLine(trace)}";
        }

        foreach (var task in status.Tasks.Where(task => task.Instance is { State: InstanceState.Failed, Trace: not null }))
        {
            yield return $"{status.Name} task {task.Id}: {States.FirstLine(task.Instance.Trace ?? "")}";
        }
    }

    private static Text Right(string text) => new(text) { Justification = Justify.Right };
}
