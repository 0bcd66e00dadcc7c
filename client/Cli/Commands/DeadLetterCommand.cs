using System.CommandLine;
using OrleansConnect.Cli.DeadLetters;
using OrleansConnect.Cli.Rendering;

namespace OrleansConnect.Cli.Commands;

/// <summary>The records that a connector could not handle: lists, shows and replays them.</summary>
internal static class DeadLetterCommand
{
    public static Command Create(CommandRunner runner) => new("dlq", "List, show and replay a connector's dead letters: the records that it could not handle")
    {
        List(runner),
        Show(runner),
        DeadLetterReplayCommand.Create(runner),
    };

    private static Command List(CommandRunner runner)
    {
        var name = Arguments.Name(runner);
        var count = DeadLetterOptions.Count();
        var all = new Option<bool>("--all") { Description = "Those of other connectors that share the topic too" };
        var command = new Command("list", "List a connector's dead letters by cause") { name, count, all };
        runner.Bind(command, async (session, parsed, cancellationToken) =>
        {
            var connector = parsed.GetRequiredValue(name);
            var list = await session.Client.DeadLetters.ListAsync(connector, parsed.GetValue(count), parsed.GetValue(all), cancellationToken);
            if (session.IsJson)
            {
                session.WriteJson(LetterListJson.Of(connector, list));
                return ExitCode.Ok;
            }

            if (list.Groups.Count == 0)
            {
                session.Terminal.Note($"'{connector}' has no dead letters{(list.Exists ? "" : $": there is no topic '{list.Queue}' yet")}.");
            }

            session.Terminal.Write(LetterText.Of(list, session.Terminal.Time.GetUtcNow()));
            Note(session.Terminal, list.Others > 0, $"{Figures.Of(list.Others, "letter")} of other connectors in '{list.Queue}' left out; --all shows them.");
            Note(session.Terminal, list.Older > 0, $"{Figures.Count(list.Older)} older offsets of '{list.Queue}' were not looked at; --count looks at more.");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Show(CommandRunner runner)
    {
        var name = Arguments.Name(runner);
        var id = new Argument<string>("ID") { Description = "The letter, PARTITION:OFFSET" };
        var command = new Command("show", "Show one dead letter: what it is, what went wrong, and how far it can be decoded") { name, id };
        runner.Bind(command, async (session, parsed, cancellationToken) =>
        {
            var letter = await session.Client.DeadLetters.GetAsync(parsed.GetRequiredValue(name), parsed.GetRequiredValue(id), cancellationToken);
            if (session.IsJson)
            {
                session.WriteJson(LetterJson.Of(letter));
            }
            else
            {
                session.Terminal.Write(LetterText.Of(letter));
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static void Note(Terminal terminal, bool isWorthIt, string text)
    {
        if (isWorthIt)
        {
            terminal.Note(text);
        }
    }
}
