using System.CommandLine;
using OrleansConnect.Cli.Watching;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Commands;

/// <summary>Restarts a connector, its tasks, or one task.</summary>
internal static class RestartCommand
{
    private const string TaskRule = "'--task' is the number of one task, from 0, and goes without --include-tasks and --only-failed.";

    public static Command Create(CommandRunner runner)
    {
        var name = Arguments.Name(runner);
        var includeTasks = new Option<bool>("--include-tasks") { Description = "Restart the tasks too" };
        var onlyFailed = new Option<bool>("--only-failed") { Description = "Restart only what failed" };
        var task = new Option<int?>("--task") { HelpName = "NUMBER", Description = "Restart this task only" };
        var wait = Arguments.Wait("connector and tasks are running");
        var command = new Command("restart", "Restart a connector, its tasks, or one task") { name, includeTasks, onlyFailed, task, wait };
        Arguments.Require<int>(task, number => number >= 0, TaskRule);
        command.Validators.Add(result =>
        {
            if (Arguments.IsGiven(result, task) && (Arguments.IsGiven(result, includeTasks) || Arguments.IsGiven(result, onlyFailed)))
            {
                result.AddError(TaskRule);
            }
        });
        runner.Bind(command, async (session, parsed, cancellationToken) =>
        {
            var connector = parsed.GetRequiredValue(name);
            var outcomes = new Outcomes(session);
            var number = parsed.GetValue(task);
            await outcomes.DoAsync(
                connector,
                number is null ? "restarted" : $"task {number} restarted",
                () => RestartAsync(session.Client, connector, number, parsed.GetValue(includeTasks), parsed.GetValue(onlyFailed), cancellationToken),
                number is null ? null : $"task {number} was not restarted");
            var exitCode = outcomes.Finish();
            if (parsed.GetValue(wait) is { } seconds)
            {
                await new StateWait(session.Client, session.Terminal.Time).ForAsync(outcomes.Done, TargetState.Running, TimeSpan.FromSeconds(seconds), cancellationToken);
            }

            return exitCode;
        });
        return command;
    }

    private static Task RestartAsync(ConnectClient client, string name, int? task, bool includeTasks, bool onlyFailed, CancellationToken cancellationToken) =>
        task is { } number ? client.RestartTaskAsync(name, number, cancellationToken) : client.RestartConnectorAsync(name, includeTasks, onlyFailed, cancellationToken);
}
