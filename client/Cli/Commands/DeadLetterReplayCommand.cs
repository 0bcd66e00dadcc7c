using System.CommandLine;
using OrleansConnect.Cli.DeadLetters;
using OrleansConnect.Cli.Rendering;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Commands;

/// <summary>Replays dead letters: shows what would become of them, asks, does it.</summary>
internal static class DeadLetterReplayCommand
{
    public static Command Create(CommandRunner runner)
    {
        var name = Arguments.Name(runner);
        var options = new DeadLetterOptions();
        var command = new Command("replay", "Replay dead letters to their topic or straight to the sink; each only once") { name };
        options.AddTo(command);
        runner.Bind(command, (session, parsed, cancellationToken) =>
        {
            var input = new DeadLetterInput(session, parsed, options);
            var consent = new Consent(parsed.GetValue(options.DryRun), parsed.GetValue(options.Yes));
            return input.Editor.GuardAsync(async () =>
            {
                var replay = await input.ReplayAsync(parsed.GetRequiredValue(name), cancellationToken);
                return await RunAsync(session, new(session.Client, parsed.GetRequiredValue(name), replay, parsed.GetValue(options.Batch)), consent, cancellationToken);
            });
        });
        return command;
    }

    private static async Task<(int ExitCode, bool IsApplied)> RunAsync(Session session, ReplayBatches batches, Consent consent, CancellationToken cancellationToken)
    {
        var plan = await batches.PreviewAsync(session.IsJson, cancellationToken);
        if (!session.IsJson)
        {
            session.Terminal.Write(ReplayText.Of(plan));
            session.Terminal.WriteLine($"Plan for {batches.Connector}: {ReplayText.Plan(plan)}.");
        }

        List<string> ready = [.. plan.Where(IsReady).Select(letter => letter.Id)];
        if (consent.IsDryRun || ready.Count == 0)
        {
            return (Finish(session, batches.Connector, isApplied: false, plan), false);
        }

        await consent.RequireAsync(session.Terminal, cancellationToken);
        var done = await ReplayAsync(session, batches, ready, cancellationToken);
        if (!session.IsJson)
        {
            session.Terminal.Write(ReplayText.Of([.. done.Where(letter => letter.State is not (ReplayState.Replayed or ReplayState.Dropped))]));
            session.Terminal.WriteLine($"{batches.Connector}: {ReplayText.Counts(done)}.");
        }

        return (Finish(session, batches.Connector, isApplied: true, [.. done, .. plan.Where(letter => !IsReady(letter))]), true);
    }

    private static bool IsReady(ReplayedDeadLetter letter) => letter.State is ReplayState.Ready or ReplayState.Dropped;

    private static async Task<List<ReplayedDeadLetter>> ReplayAsync(Session session, ReplayBatches batches, List<string> ready, CancellationToken cancellationToken)
    {
        var done = new List<ReplayedDeadLetter>();
        try
        {
            await foreach (var letters in batches.ReplayAsync(ready, cancellationToken))
            {
                done.AddRange(letters);
                if (session.Terminal.IsLive && !session.IsJson && done.Count < ready.Count)
                {
                    session.Terminal.Note($"{Figures.Count(done.Count)} of {Figures.Count(ready.Count)} …");
                }
            }

            return done;
        }
        catch (ConnectClientException e) when (done.Count > 0)
        {
            throw new CommandException(
                ExitCode.Of(e.Kind),
                $"{ErrorText.Of(e)} Before that: {ReplayText.Counts(done)}. Run the same command again for the rest; what was replayed is not replayed twice.",
                e);
        }
    }

    private static int Finish(Session session, string connector, bool isApplied, IReadOnlyList<ReplayedDeadLetter> letters)
    {
        if (session.IsJson)
        {
            session.WriteJson(ReplayJson.Of(connector, isApplied, letters));
        }

        var hasFailed = letters.Any(letter => letter.State is ReplayState.Failed or ReplayState.NotTried || (letter.State == ReplayState.Unknown && letter.Before is null) || (!isApplied && letter.Error is not null));
        return !hasFailed ? ExitCode.Ok : isApplied ? ExitCode.Failed : ExitCode.Invalid;
    }
}
