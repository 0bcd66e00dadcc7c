using System.CommandLine;

namespace OrleansConnect.Cli.Commands;

/// <summary>Deletes connectors.</summary>
internal static class DeleteCommand
{
    public static Command Create(CommandRunner runner)
    {
        var names = Arguments.Names(runner, ArgumentArity.OneOrMore, "The connectors");
        var command = new Command("delete", "Delete connectors; their offsets stay") { names };
        runner.Bind(command, async (session, parsed, cancellationToken) =>
        {
            var outcomes = new Outcomes(session);
            foreach (var name in parsed.GetRequiredValue(names))
            {
                await outcomes.DoAsync(name, "deleted", () => session.Client.DeleteConnectorAsync(name, cancellationToken));
            }

            return outcomes.Finish();
        });
        return command;
    }
}
