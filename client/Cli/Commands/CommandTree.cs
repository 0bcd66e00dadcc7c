using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace OrleansConnect.Cli.Commands;

/// <summary>All commands.</summary>
internal static class CommandTree
{
    public static RootCommand Create(Terminal terminal)
    {
        var global = new GlobalOptions(terminal);
        var runner = new CommandRunner(terminal, global);
        var root = new RootCommand("Manages the connectors of an OrleansConnect cluster.")
        {
            ListCommand.Create(runner),
            StatusCommand.Create(runner),
            DescribeCommand.Create(runner),
            CreateCommand.Create(runner),
            ApplyCommand.Create(runner),
            ValidateCommand.Create(runner),
            PreviewCommand.Create(runner),
            TargetStateCommands.Pause(runner),
            TargetStateCommands.Resume(runner),
            TargetStateCommands.Stop(runner),
            RestartCommand.Create(runner),
            DeleteCommand.Create(runner),
            OffsetsCommand.Create(runner),
            DeadLetterCommand.Create(runner),
            TopicsCommand.Create(runner),
            PluginsCommand.Create(runner),
            ClusterCommand.Create(runner),
            CompletionCommand.Create(terminal),
        };
        foreach (var option in global.All)
        {
            root.Options.Add(option);
        }

        var suggest = root.Directives.OfType<SuggestDirective>().Single();
        suggest.Action = new Suggestions(suggest);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Description = "Show help";
        help.Action = new HelpPage((HelpAction)help.Action!);
        return root;
    }

    /// <summary>The words of a command: <c>offsets</c>, <c>dlq list</c>.</summary>
    public static string PathOf(Command command) =>
        string.Join(' ', command.Parents.OfType<Command>().Where(parent => parent is not RootCommand).Select(parent => parent.Name).Append(command.Name));

    /// <summary>Does what the arguments say.</summary>
    public static async Task<int> RunAsync(string[] args, Terminal terminal)
    {
        try
        {
            return await ParseAndRunAsync(args, terminal);
        }
        catch (OutputException e) when (e.IsAbandoned)
        {
            return ExitCode.Abandoned;
        }
        catch (IOException e)
        {
            ErrorText.Write(terminal, e.Message);
            return ExitCode.Failed;
        }
    }

    private static async Task<int> ParseAndRunAsync(string[] args, Terminal terminal)
    {
        var root = Create(terminal);
        var parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Action is ParseErrorAction)
        {
            // A word that is no command also counts as a missing command; one of the two says it.
            var unknown = parsed.UnmatchedTokens.Count > 0;
            foreach (var error in parsed.Errors.Select(error => error.Message).Distinct().Skip(unknown && parsed.CommandResult.Command is RootCommand ? 1 : 0))
            {
                ErrorText.Write(terminal, error);
            }

            var command = parsed.CommandResult.Command;
            terminal.Note($"Run 'orleans-connect {(command is RootCommand ? "" : PathOf(command) + " ")}--help' to see what it takes.");
            return ExitCode.Usage;
        }

        var configuration = new InvocationConfiguration { Output = terminal.Output, Error = terminal.Error, EnableDefaultExceptionHandler = false };
        return await parsed.InvokeAsync(configuration);
    }
}
