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

    private static async Task<int> ShowAsync(Session session, string[] names, CancellationToken cancellationToken)
    {
        var sample = new RateSample(session.Client, session.Terminal.Time);
        var (found, exitCode) = await ReadAsync(session, names, cancellationToken);
        var statuses = await sample.TakeAsync(found, cancellationToken);
        if (session.IsJson)
        {
            session.WriteJson<IReadOnlyList<StatusJson>>([.. statuses.Select(status => StatusJson.Of(status, sample.Rates))]);
        }
        else if (statuses.Count == 0 && names.Length == 0)
        {
            session.Terminal.Note("There are no connectors. Create one with 'orleans-connect create FILE'.");
        }
        else if (statuses.Count > 0)
        {
            session.Terminal.Write(StatusTable.Of(statuses, sample.Rates, session.Terminal.Time.GetUtcNow(), session.Terminal.Width));
        }

        return exitCode;
    }

    private static async Task<int> WatchAsync(Session session, string[] names, CancellationToken cancellationToken)
    {
        // A name that is not there is an error at once, not a silent wait.
        var (_, exitCode) = await ReadAsync(session, names, cancellationToken);
        if (exitCode != ExitCode.Ok)
        {
            return exitCode;
        }

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

    // Goes on after a name that is not there or the like; the exit code is that of the first.
    private static async Task<(IReadOnlyList<ConnectorStatus> Statuses, int ExitCode)> ReadAsync(Session session, string[] names, CancellationToken cancellationToken)
    {
        if (names.Length == 0)
        {
            var listed = await session.Client.ListConnectorsAsync(withStatus: true, cancellationToken: cancellationToken);
            return ([.. listed.Select(connector => connector.Status).OfType<ConnectorStatus>()], ExitCode.Ok);
        }

        var (statuses, exitCode) = (new List<ConnectorStatus>(), ExitCode.Ok);
        foreach (var reading in names.Distinct().Select(name => session.Client.GetStatusAsync(name, cancellationToken)).ToList())
        {
            try
            {
                statuses.Add(await reading);
            }
            catch (ConnectClientException e) when (e.Kind != ConnectErrorKind.Unreachable)
            {
                ErrorText.Write(session.Terminal, e);
                exitCode = exitCode == ExitCode.Ok ? ExitCode.Of(e.Kind) : exitCode;
            }
        }

        return (statuses, exitCode);
    }
}
