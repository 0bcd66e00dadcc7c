using System.CommandLine;
using OrleansConnect.Cli.Watching;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Commands;

/// <summary>Pause, resume and stop.</summary>
internal static class TargetStateCommands
{
    public static Command Pause(CommandRunner runner) => Create(
        runner, "pause", "Make connectors idle; their tasks stay", TargetState.Paused, "paused", (client, name, cancellationToken) => client.PauseConnectorAsync(name, cancellationToken));

    public static Command Resume(CommandRunner runner) => Create(
        runner, "resume", "Let paused or stopped connectors run", TargetState.Running, "resumed", (client, name, cancellationToken) => client.ResumeConnectorAsync(name, cancellationToken));

    public static Command Stop(CommandRunner runner) => Create(
        runner, "stop", "End the tasks of connectors; configuration and offsets stay", TargetState.Stopped, "stopped",
        (client, name, cancellationToken) => client.StopConnectorAsync(name, cancellationToken));

    private static Command Create(
        CommandRunner runner, string verb, string description, TargetState target, string done, Func<ConnectClient, string, CancellationToken, Task> action)
    {
        var names = Arguments.Names(runner, ArgumentArity.OneOrMore, "The connectors");
        var wait = Arguments.Wait($"they are {target.ToString().ToLowerInvariant()}");
        var command = new Command(verb, description) { names, wait };
        runner.Bind(command, async (session, parsed, cancellationToken) =>
        {
            var outcomes = new Outcomes(session);
            foreach (var name in parsed.GetRequiredValue(names))
            {
                await outcomes.DoAsync(name, done, () => action(session.Client, name, cancellationToken));
            }

            var exitCode = outcomes.Finish();
            if (parsed.GetValue(wait) is { } seconds)
            {
                await new StateWait(session.Client, session.Terminal.Time).ForAsync(outcomes.Done, target, TimeSpan.FromSeconds(seconds), cancellationToken);
            }

            return exitCode;
        });
        return command;
    }
}
