using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Invocation;
using System.Globalization;

namespace OrleansConnect.Cli.Commands;

/// <summary>
/// Answers shells that ask what could stand at the cursor: a line for each word that begins as the word there does, and options only where that begins with a dash. Where nothing is
/// answered, shells offer files.
/// </summary>
internal sealed class Suggestions(SuggestDirective directive) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var line = parseResult.Tokens.LastOrDefault(token => token.Type != System.CommandLine.Parsing.TokenType.Directive)?.Value ?? "";
        var cursor = parseResult.GetResult(directive)?.Values is [var text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : line.Length;

        // Some shells cut the blanks at the end of the line off, and with them what says that a new word begins.
        var typed = cursor < line.Length ? line[..cursor] : line.PadRight(Math.Min(cursor, line.Length + 1));
        var word = typed[(typed.LastIndexOfAny([' ', '\t']) + 1)..];
        foreach (var completion in parseResult.RootCommandResult.Command.Parse(typed).GetCompletions(typed.Length))
        {
            if (completion.Label.StartsWith(word, StringComparison.Ordinal) && (word.StartsWith('-') || !IsOption(completion.Label)))
            {
                parseResult.InvocationConfiguration.Output.WriteLine(completion.Label);
            }
        }

        return ExitCode.Ok;
    }

    // Help has names of Windows too, which look like paths elsewhere.
    private static bool IsOption(string label) => label.StartsWith('-') || label is "/?" or "/h";
}
