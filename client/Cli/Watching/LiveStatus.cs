using OrleansConnect.Cli.Commands;
using OrleansConnect.Cli.Rendering;
using OrleansConnect.Client;
using Spectre.Console;

namespace OrleansConnect.Cli.Watching;

/// <summary>Shows statuses as they change: redrawn at a terminal, a line an event elsewhere.</summary>
internal sealed class LiveStatus(Session session)
{
    private static readonly TimeSpan RedrawEvery = TimeSpan.FromMilliseconds(500);

    private readonly StatusBoard _board = new(session.Terminal.Time);

    /// <summary>Runs until it is cancelled or no worker answers any more.</summary>
    public async Task RunAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        if (session.IsJson || !session.Terminal.IsLive)
        {
            await FollowAsync(names, told => session.Terminal.WriteLine(Line(told)), cancellationToken);
            return;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var drawing = DrawAsync(ended.Token);
        try
        {
            await FollowAsync(names, _ => { }, cancellationToken);
        }
        finally
        {
            await ended.CancelAsync();
            await drawing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowAsync(IReadOnlyList<string> names, Action<StatusEvent> told, CancellationToken cancellationToken)
    {
        await foreach (var news in session.Client.WatchStatusAsync(names, cancellationToken))
        {
            _board.Apply(news);
            told(news);
            await session.Terminal.Output.FlushAsync(cancellationToken);
        }
    }

    private Task DrawAsync(CancellationToken cancellationToken)
    {
        var display = session.Terminal.Console.Live(new PrintableRenderable(Picture()));
        display.AutoClear = false;
        return display.StartAsync(async context =>
        {
            using var timer = new PeriodicTimer(RedrawEvery, session.Terminal.Time);
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                context.UpdateTarget(new PrintableRenderable(Picture()));
            }
        });
    }

    private Rows Picture() => _board.Read((statuses, rates, isConnected) => new Rows(
        StatusTable.Of(statuses, rates, session.Terminal.Time.GetUtcNow(), session.Terminal.Width, session.Terminal.Console.Profile.Height),
        new Text(
            isConnected ? $"{StatusTable.Summary(statuses, rates)}. Ctrl-C ends." : "The connection to the worker was lost; trying again.",
            new Style(isConnected ? Color.Grey : Color.Yellow))));

    private string Line(StatusEvent told) => _board.Read((_, rates, _) => session.IsJson ? Json(told, rates) : Printable.Line(Words(told, rates)));

    private static string Json(StatusEvent told, RateMeter rates) => JsonOutput.Line(new EventJson(
        told.Kind switch
        {
            StatusEventKind.Status => "status",
            StatusEventKind.Deleted => "deleted",
            StatusEventKind.CaughtUp => "caught_up",
            _ => "interrupted",
        },
        told.Name,
        told.Status is { } status ? StatusJson.Of(status, rates) : null));

    private static string Words(StatusEvent told, RateMeter rates) => told switch
    {
        { Status: { } status } => $"{status.Name} {States.Word(status.Connector.State)}" + string.Concat(status.Tasks.Select(task => Words(task, rates.RateOf(status.Name, task.Id)))),
        { Kind: StatusEventKind.Deleted } => $"{told.Name} deleted",
        { Kind: StatusEventKind.CaughtUp } => "all told; changes follow",
        _ => "connection lost; trying again",
    };

    private static string Words(ConnectorTaskStatus task, double? rate) =>
        $"; task {task.Id} {States.Word(task.Instance.State)}"
        + (task.Progress is { } progress ? $" {Figures.Count(progress.Records)} records, {Figures.Rate(rate)}/s, lag {Figures.Count(progress.Lag)}" : "")
        + (task.Instance.Trace is { } trace ? $": {States.Reason(trace)}" : "");
}
