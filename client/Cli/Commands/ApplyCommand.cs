using System.CommandLine;
using OrleansConnect.Cli.Files;
using OrleansConnect.Cli.Plans;
using OrleansConnect.Cli.Rendering;
using OrleansConnect.Cli.Watching;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Commands;

/// <summary>Makes the cluster as files say: shows a plan, asks, does it.</summary>
internal static class ApplyCommand
{
    public static Command Create(CommandRunner runner)
    {
        var files = Arguments.Files("Connector files, and folders of them");
        var prune = new Option<bool>("--prune") { Description = "Delete connectors that none of the files describes" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show the plan, validate it, and change nothing" };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask" };
        var wait = Arguments.Wait("what was created or changed is running");
        var command = new Command("apply", "Create and change connectors so that they are as files say; shows a plan first") { files, prune, dryRun, yes, wait };
        runner.Bind(command, async (session, parsed, cancellationToken) =>
        {
            var connectors = await new ConnectorFiles(session.Terminal).ReadAsync(parsed.GetRequiredValue(files), cancellationToken);
            if (connectors.Count == 0)
            {
                throw new CommandException(ExitCode.NotFound, "None of the files describes a connector. Nothing was changed.");
            }

            var plan = await PlanAsync(session.Client, connectors, parsed.GetValue(prune), cancellationToken);
            var consent = new Consent(parsed.GetValue(dryRun), parsed.GetValue(yes));
            return await RunAsync(session, plan, consent, parsed.GetValue(wait), cancellationToken);
        });
        return command;
    }

    private static async Task<Plan> PlanAsync(ConnectClient client, IReadOnlyList<ConnectorFile> wanted, bool prune, CancellationToken cancellationToken)
    {
        var listed = await client.ListConnectorsAsync(withConnector: true, cancellationToken: cancellationToken);
        var secrets = new Dictionary<string, Secrets>();
        foreach (var file in wanted)
        {
            secrets[ClassOf(file.Config)] = secrets.GetValueOrDefault(ClassOf(file.Config)) ?? await Secrets.OfAsync(client, file.Config, cancellationToken);
        }

        return Plan.Of(wanted, [.. listed.Select(connector => connector.Connector).OfType<ConnectorInfo>()], config => secrets[ClassOf(config)], prune);
    }

    private static async Task<int> RunAsync(Session session, Plan plan, Consent consent, double? waitSeconds, CancellationToken cancellationToken)
    {
        if (!session.IsJson)
        {
            session.Terminal.Write(PlanText.Of(plan));
        }

        var toDo = plan.Connectors.Where(connector => connector.Action != PlannedAction.Unchanged).ToList();
        await Validation.RequireAsync(session.Client, toDo.Select(connector => connector.Wanted).OfType<ConnectorFile>(), cancellationToken);
        if (consent.IsDryRun || toDo.Count == 0)
        {
            WriteJson(session, plan, applied: false);
            return ExitCode.Ok;
        }

        await consent.RequireAsync(session.Terminal, cancellationToken);
        var outcomes = new Outcomes(session with { IsJson = false, Terminal = session.IsJson ? Quiet(session.Terminal) : session.Terminal });
        foreach (var connector in toDo)
        {
            await ApplyAsync(session.Client, outcomes, connector, cancellationToken);
        }

        var exitCode = outcomes.Finish();
        WriteJson(session, plan, applied: exitCode == ExitCode.Ok);
        if (waitSeconds is { } seconds)
        {
            var started = toDo.Where(connector => connector.Wanted is { } file && (file.InitialState ?? TargetState.Running) == TargetState.Running).Select(connector => connector.Name);
            await new StateWait(session.Client, session.Terminal.Time).ForAsync(started.Intersect(outcomes.Done), TargetState.Running, TimeSpan.FromSeconds(seconds), cancellationToken);
        }

        return exitCode;
    }

    private static Task ApplyAsync(ConnectClient client, Outcomes outcomes, PlannedConnector planned, CancellationToken cancellationToken) => planned switch
    {
        { Wanted: null } => outcomes.DoAsync(planned.Name, "deleted", () => client.DeleteConnectorAsync(planned.Name, cancellationToken)),
        { Action: PlannedAction.Create, Wanted: { } file } => outcomes.DoAsync(
            planned.Name, "created", () => client.CreateConnectorAsync(file.Name, file.Config, file.InitialState, cancellationToken)),
        { Wanted: { } file } => outcomes.DoAsync(planned.Name, "changed", () => client.PutConnectorAsync(file.Name, file.Config, cancellationToken)),
    };

    private static void WriteJson(Session session, Plan plan, bool applied)
    {
        if (session.IsJson)
        {
            session.WriteJson(PlanJson.Of(plan, applied));
        }
    }

    // Errors still go to standard error; standard output is for the JSON alone.
    private static Terminal Quiet(Terminal terminal) => new(terminal.Input, TextWriter.Null, terminal.Error) { Time = terminal.Time };

    private static string ClassOf(IReadOnlyDictionary<string, string> config) => config.GetValueOrDefault("connector.class") ?? "";
}
