using System.CommandLine;
using OrleansConnect.Cli.Files;
using OrleansConnect.Cli.Watching;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Commands;

/// <summary>Creates connectors from files.</summary>
internal static class CreateCommand
{
    public static Command Create(CommandRunner runner)
    {
        var files = Arguments.Files("Kafka Connect's connector files: .properties, or JSON flat or as {\"name\", \"config\"}; - reads standard input");
        var name = new Option<string?>("--name") { HelpName = "NAME", Description = "The connector's name, instead of the file's" };
        var state = StateOption();
        var wait = Arguments.Wait("all are running, or in the state of --state");
        var command = new Command("create", "Create connectors from files") { files, name, state, wait };
        command.Validators.Add(result =>
        {
            if (Arguments.IsGiven(result, name) && result.GetResult(files)?.Tokens.Count > 1)
            {
                result.AddError("'--name' goes with one file.");
            }
        });
        runner.Bind(command, async (session, parsed, cancellationToken) =>
        {
            var connectors = await new ConnectorFiles(session.Terminal, parsed.GetValue(name)).ReadAsync(parsed.GetRequiredValue(files), cancellationToken);
            var targets = connectors.Select(connector => connector with { InitialState = StateOf(parsed.GetValue(state)) ?? connector.InitialState }).ToList();
            return await RunAsync(session, targets, parsed.GetValue(wait), cancellationToken);
        });
        return command;
    }

    private static Option<string?> StateOption()
    {
        var option = new Option<string?>("--state") { HelpName = "STATE", Description = "The state to create it in: running, paused or stopped" };
        option.CompletionSources.Add([.. Enum.GetNames<TargetState>().Select(name => name.ToLowerInvariant())]);
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && StateOf(result.Tokens[0].Value) is null)
            {
                result.AddError($"'{result.Tokens[0].Value}' is no state. Write running, paused or stopped.");
            }
        });
        return option;
    }

    private static TargetState? StateOf(string? text) => Enum.TryParse<TargetState>(text, ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : null;

    private static async Task<int> RunAsync(Session session, List<ConnectorFile> connectors, double? waitSeconds, CancellationToken cancellationToken)
    {
        // Several are created all or none, as far as that can be known before.
        if (connectors.Count > 1)
        {
            await RefuseTakenNamesAsync(session.Client, connectors, cancellationToken);
            await Validation.RequireAsync(session.Client, connectors, cancellationToken);
        }

        var outcomes = new Outcomes(session);
        foreach (var connector in connectors)
        {
            await outcomes.DoAsync(
                connector.Name, "created", () => session.Client.CreateConnectorAsync(connector.Name, connector.Config, connector.InitialState, cancellationToken));
        }

        var exitCode = outcomes.Finish();
        if (waitSeconds is { } seconds)
        {
            await WaitAsync(session, connectors.IntersectBy(outcomes.Done, connector => connector.Name), seconds, cancellationToken);
        }

        return exitCode;
    }

    private static async Task WaitAsync(Session session, IEnumerable<ConnectorFile> created, double seconds, CancellationToken cancellationToken)
    {
        foreach (var group in created.GroupBy(connector => connector.InitialState ?? TargetState.Running))
        {
            await new StateWait(session.Client, session.Terminal.Time).ForAsync(
                group.Select(connector => connector.Name), group.Key, TimeSpan.FromSeconds(seconds), cancellationToken);
        }
    }

    private static async Task RefuseTakenNamesAsync(ConnectClient client, IReadOnlyList<ConnectorFile> connectors, CancellationToken cancellationToken)
    {
        var present = (await client.ListConnectorsAsync(cancellationToken: cancellationToken)).Select(connector => connector.Name).ToHashSet();
        var taken = connectors.Where(connector => present.Contains(connector.Name)).Select(connector => $"'{connector.Name}'").ToList();
        if (taken.Count > 0)
        {
            throw new CommandException(ExitCode.Conflict, $"Nothing was created: {string.Join(", ", taken)} already exists. Use 'apply' to change connectors that are there.");
        }
    }
}
