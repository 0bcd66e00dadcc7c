using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace OrleansConnect.Cli.Commands;

/// <summary>Help, with examples below.</summary>
internal sealed class HelpPage(HelpAction inner) : SynchronousCommandLineAction
{
    private const string RootNotes =
        """
        Examples:
          orleans-connect list
          orleans-connect create source.properties sink.json --wait 30
          orleans-connect apply connectors/ --dry-run
          orleans-connect status --watch

        Exit codes:
          0 done   1 failed   2 wrong usage   3 not found   4 conflict   5 invalid
          6 no worker answers   7 timed out   130 interrupted   141 output not read
        """;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        inner.Invoke(parseResult);
        var command = parseResult.CommandResult.Command;
        var notes = command is RootCommand ? RootNotes : Examples.Of(CommandTree.PathOf(command));
        if (notes is not null)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(notes);
        }

        return ExitCode.Ok;
    }
}
