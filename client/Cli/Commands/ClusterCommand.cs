using System.CommandLine;
using OrleansConnect.Cli.Rendering;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Commands;

/// <summary>The cluster's workers, what nobody has, and what was moved and why; once or live.</summary>
internal static class ClusterCommand
{
    private const int DefaultMovements = 10;

    public static Command Create(CommandRunner runner)
    {
        var watch = new Option<bool>("--watch", "-w") { Description = "Go on and show every movement as it is made, until Ctrl-C" };
        var movements = new Option<int>("--movements", "-m")
        {
            HelpName = "COUNT",
            Description = $"How many of the latest movements to show; default {DefaultMovements}",
            DefaultValueFactory = _ => DefaultMovements,
        };
        Arguments.Require<int>(movements, count => count >= 0, "'--movements' is a number from 0.");
        var command = new Command("cluster", "Show the cluster's workers, what each runs, and what was moved and why") { watch, movements };
        command.Aliases.Add("workers");
        runner.Bind(command, (session, parsed, cancellationToken) => RunAsync(session, parsed.GetValue(movements), parsed.GetValue(watch), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Session session, int movementsMax, bool isWatch, CancellationToken cancellationToken)
    {
        var cluster = await session.Client.GetClusterAsync(cancellationToken);
        var latest = cluster.Movements.TakeLast(movementsMax).ToList();
        if (isWatch)
        {
            return await WatchAsync(session, latest, cluster.Movements is [.., { Id: var id }] ? id : 0, cancellationToken);
        }

        if (session.IsJson)
        {
            session.WriteJson(cluster with { Movements = latest });
            return ExitCode.Ok;
        }

        ClusterText.Write(session.Terminal, cluster, latest);
        return ExitCode.Ok;
    }

    private static async Task<int> WatchAsync(Session session, List<Movement> latest, long lastId, CancellationToken cancellationToken)
    {
        foreach (var movement in latest)
        {
            Write(session, movement);
        }

        if (latest.Count == 0)
        {
            session.Terminal.Note("Nothing was moved lately. Movements follow; Ctrl-C ends.");
        }

        try
        {
            await session.Terminal.Output.FlushAsync(cancellationToken);
            await session.Terminal.WhileReadAsync(read => FollowAsync(session, lastId, read), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C is how a watch ends.
        }

        return ExitCode.Ok;
    }

    private static async Task FollowAsync(Session session, long lastId, CancellationToken cancellationToken)
    {
        await foreach (var movement in session.Client.WatchMovementsAsync(lastId, cancellationToken))
        {
            Write(session, movement);
            await session.Terminal.Output.FlushAsync(cancellationToken);
        }
    }

    private static void Write(Session session, Movement movement) =>
        session.Terminal.WriteLine(session.IsJson ? JsonOutput.Line(movement) : ClusterText.Line(movement));
}
