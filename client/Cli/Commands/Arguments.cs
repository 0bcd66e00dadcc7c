using System.CommandLine;
using System.CommandLine.Parsing;

namespace OrleansConnect.Cli.Commands;

/// <summary>Arguments and options that several commands have.</summary>
internal static class Arguments
{
    public static Argument<string> Name(CommandRunner runner) => WithNames(new Argument<string>("NAME") { Description = "The connector" }, runner);

    public static Argument<string[]> Names(CommandRunner runner, ArgumentArity arity, string description) =>
        WithNames(new Argument<string[]>("NAME") { Arity = arity, Description = description }, runner);

    public static Argument<string[]> Files(string description) => new("FILE") { Arity = ArgumentArity.OneOrMore, Description = description };

    public static Option<double?> Wait(string until)
    {
        var option = new Option<double?>("--wait") { HelpName = "SECONDS", Description = $"Wait so long until {until}; failing tasks end the command with their error" };
        Require<double>(option, seconds => seconds is > 0 and <= 86_400, "'--wait' is a number of seconds above 0 and up to 86400.");
        return option;
    }

    /// <summary>Refuses what is no number, or not one of those meant. Reads the words themselves: a validator that asks for the value of a word that is none throws.</summary>
    public static void Require<T>(Option option, Func<T, bool> isMeant, string error)
        where T : IParsable<T> => option.Validators.Add(result =>
    {
        if (result.Tokens.Any(token => !T.TryParse(token.Value, null, out var number) || !isMeant(number)))
        {
            result.AddError(error);
        }
    });

    /// <summary>Whether an option was written.</summary>
    public static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };

    private static T WithNames<T>(T argument, CommandRunner runner)
        where T : Argument
    {
        argument.CompletionSources.Add(context => runner.CompleteNames(context.ParseResult));
        return argument;
    }
}
