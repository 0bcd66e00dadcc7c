using System.CommandLine;
using OrleansConnect.Cli.Rendering;

namespace OrleansConnect.Cli.Commands;

/// <summary>The topics that a connector has used.</summary>
internal static class TopicsCommand
{
    public static Command Create(CommandRunner runner)
    {
        var name = Arguments.Name(runner);
        var reset = new Option<bool>("--reset") { Description = "Forget them; those still in use are back within seconds" };
        var command = new Command("topics", "Show the topics that a connector has written to or read from") { name, reset };
        runner.Bind(command, (session, parsed, cancellationToken) => parsed.GetValue(reset)
            ? ResetAsync(session, parsed.GetRequiredValue(name), cancellationToken)
            : ShowAsync(session, parsed.GetRequiredValue(name), cancellationToken));
        return command;
    }

    private static async Task<int> ShowAsync(Session session, string name, CancellationToken cancellationToken)
    {
        var topics = await session.Client.GetTopicsAsync(name, cancellationToken);
        if (session.IsJson)
        {
            session.WriteJson(new TopicsJson(name, topics));
        }
        else if (topics.Count == 0)
        {
            session.Terminal.Note($"'{name}' has used no topic yet.");
        }
        else
        {
            session.Terminal.WriteLine(string.Join('\n', topics));
        }

        return ExitCode.Ok;
    }

    private static async Task<int> ResetAsync(Session session, string name, CancellationToken cancellationToken)
    {
        var outcomes = new Outcomes(session);
        await outcomes.DoAsync(name, "topics reset", () => session.Client.ResetTopicsAsync(name, cancellationToken), "keeps its topics");
        return outcomes.Finish();
    }
}
