using System.CommandLine;
using OrleansConnect.Cli.Rendering;
using OrleansConnect.Cli.Watching;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Commands;

/// <summary>What connectors and tasks are doing, once or live.</summary>
internal static class StatusCommand
{
    public static Command Create(CommandRunner runner)
    {
        var names = Arguments.Names(runner, ArgumentArity.ZeroOrMore, "The connectors; none: all");
        var watch = new Option<bool>("--watch", "-w") { Description = "Go on and show every change, until Ctrl-C" };
        var command = new Command("status", "Show what connectors and their tasks are doing, with records/s and lag") { names, watch };
        runner.Bind(command, (session, parsed, cancellationToken) => parsed.GetValue(watch)
            ? WatchAsync(session, parsed.GetValue(names) ?? [], cancellationToken)
            : ShowAsync(session, parsed.GetValue(names) ?? [], cancellationToken));
        return command;
    }

    private static async Task<int> ShowAsync(Session session, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var sample = new RateSample(session.Client, session.Terminal.Time);
        var statuses = await sample.TakeAsync(await ReadAsync(session.Client, names, cancellationToken), cancellationToken);
        if (session.IsJson)
        {
            session.WriteJson<IReadOnlyList<StatusJson>>([.. statuses.Select(status => StatusJson.Of(status, sample.Rates))]);
        }
        else if (statuses.Count == 0)
        {
            session.Terminal.Note("There are no connectors. Create one with 'orleans-connect create FILE'.");
        }
        else
        {
            session.Terminal.Write(StatusTable.Of(statuses, sample.Rates, session.Terminal.Time.GetUtcNow(), session.Terminal.Width));
        }

        return ExitCode.Ok;
    }

    private static async Task<int> WatchAsync(Session session, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        // A name that is not there is an error at once, not a silent wait.
        await ReadAsync(session.Client, names, cancellationToken);
        try
        {
            await session.Terminal.WhileReadAsync(read => new LiveStatus(session).RunAsync(names, read), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C is how a watch ends.
        }

        return ExitCode.Ok;
    }

    private static async Task<IReadOnlyList<ConnectorStatus>> ReadAsync(ConnectClient client, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        if (names.Count == 0)
        {
            var listed = await client.ListConnectorsAsync(withStatus: true, cancellationToken: cancellationToken);
            return [.. listed.Select(connector => connector.Status).OfType<ConnectorStatus>()];
        }

        return await Task.WhenAll(names.Distinct().Select(name => client.GetStatusAsync(name, cancellationToken)));
    }
}
