using System.CommandLine;
using OrleansConnect.Cli.Files;
using OrleansConnect.Cli.Plans;
using OrleansConnect.Cli.Rendering;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Commands;

/// <summary>Where a connector stands; moves, sets, resets and restores that: shows a plan, asks, does it.</summary>
internal static class OffsetsCommand
{
    public static Command Create(CommandRunner runner)
    {
        var name = Arguments.Name(runner);
        var options = new OffsetOptions();
        var command = new Command("offsets", "Show where a connector stands and how far behind; or change it while the connector is stopped") { name };
        options.AddTo(command);
        runner.Bind(command, async (session, parsed, cancellationToken) =>
        {
            var connector = parsed.GetRequiredValue(name);
            var now = await session.Client.GetOffsetsAsync(connector, withLogs: true, options.Time(parsed), cancellationToken);
            if (await PlanAsync(session, connector, now, parsed, options, cancellationToken) is not { } plan)
            {
                Show(session, connector, now);
                return ExitCode.Ok;
            }

            var consent = new Consent(parsed.GetValue(options.DryRun), parsed.GetValue(options.Yes));
            return await RunAsync(session, plan, consent, Change(session.Client, plan, parsed, options), cancellationToken);
        });
        return command;
    }

    // Null where nothing is to be changed.
    private static async Task<OffsetPlan?> PlanAsync(
        Session session, string connector, ConnectorOffsets now, ParseResult parsed, OffsetOptions options, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(options.Set) is { } file)
        {
            return OffsetPlan.Set(connector, now, await OffsetFile.ReadAsync(session.Terminal, file, cancellationToken));
        }

        if (parsed.GetValue(options.Undo))
        {
            return OffsetPlan.Undo(connector, now, now.LastChange ?? throw new CommandException(ExitCode.Invalid, $"There is no change of the offsets of '{connector}' to undo."));
        }

        return parsed.GetValue(options.Reset) ? OffsetPlan.Reset(connector, now)
            : MoveOf(parsed, options) is { } move ? OffsetPlan.Move(connector, RequireSink(connector, now), move, options.IsMeant(parsed))
            : null;
    }

    private static OffsetMove? MoveOf(ParseResult parsed, OffsetOptions options) =>
        parsed.GetValue(options.ToEarliest) ? OffsetMoves.ToEarliest
        : parsed.GetValue(options.ToLatest) ? OffsetMoves.ToLatest
        : parsed.GetValue(options.ToDatetime) is not null ? OffsetMoves.ToTime
        : parsed.GetValue(options.ShiftBy) is { } count ? OffsetMoves.By(count)
        : null;

    private static ConnectorOffsets RequireSink(string connector, ConnectorOffsets now) => now.Kind == ConnectorKind.Sink
        ? now
        : throw new CommandException(
            ExitCode.Invalid, $"'{connector}' is a source, whose offsets only its own system knows to order. Use --reset to start anew, or --set with offsets as 'offsets {connector} --json' shows them.");

    private static Func<CancellationToken, Task<string>> Change(ConnectClient client, OffsetPlan plan, ParseResult parsed, OffsetOptions options) =>
        parsed.GetValue(options.Reset) ? cancellationToken => client.ResetOffsetsAsync(plan.Connector, cancellationToken)
        : parsed.GetValue(options.Undo) ? cancellationToken => client.UndoOffsetsAsync(plan.Connector, cancellationToken)
        : cancellationToken => client.AlterOffsetsAsync(plan.Connector, [.. plan.Changed.Select(offset => offset.Change)], cancellationToken);

    private static void Show(Session session, string connector, ConnectorOffsets now)
    {
        if (session.IsJson)
        {
            session.WriteJson(OffsetsJson.Of(connector, now));
            return;
        }

        if (now.Offsets.Count == 0)
        {
            session.Terminal.Note($"'{connector}' has no offsets yet.");
        }
        else
        {
            session.Terminal.Write(OffsetsText.Of(now));
        }

        if (now.LastChange is { } change)
        {
            session.Terminal.Note($"Last changed {Figures.Ago(change.At, session.Terminal.Time.GetUtcNow())} ({change.Action}); 'offsets {connector} --undo' restores what was before.");
        }
    }

    private static async Task<int> RunAsync(
        Session session, OffsetPlan plan, Consent consent, Func<CancellationToken, Task<string>> change, CancellationToken cancellationToken)
    {
        if (!session.IsJson)
        {
            session.Terminal.Write(OffsetsText.Of(plan));
            session.Terminal.WriteLine(OffsetsText.Summary(plan));
        }

        string? message = null;
        if (!consent.IsDryRun && (plan.ReachesTarget || plan.Changed.Any()))
        {
            await RequireStoppedAsync(session.Client, plan.Connector, cancellationToken);
            await consent.RequireAsync(session.Terminal, cancellationToken);
            message = await change(cancellationToken);
        }

        if (session.IsJson)
        {
            session.WriteJson(OffsetPlanJson.Of(plan, message));
        }
        else if (message is not null)
        {
            session.Terminal.WriteLine(ErrorText.Plain(message));
        }

        return ExitCode.Ok;
    }

    // The worker sees to it too; here is the way out in words of this command line.
    private static async Task RequireStoppedAsync(ConnectClient client, string connector, CancellationToken cancellationToken)
    {
        var status = await client.GetStatusAsync(connector, cancellationToken);
        if (status.Connector.State != InstanceState.Stopped || status.Tasks.Count > 0)
        {
            throw new CommandException(
                ExitCode.Invalid,
                $"Nothing was changed: '{connector}' is {States.Word(status.Connector.State)}, and offsets are changed only while a connector is stopped. "
                + $"Run 'orleans-connect stop {connector} --wait 30' first, and 'resume' afterwards.");
        }
    }
}
