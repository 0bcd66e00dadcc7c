using System.CommandLine;

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
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<double?>() is not (> 0 and <= 86_400))
            {
                result.AddError("'--wait' is a number of seconds above 0 and up to 86400.");
            }
        });
        return option;
    }

    private static T WithNames<T>(T argument, CommandRunner runner)
        where T : Argument
    {
        argument.CompletionSources.Add(context => runner.CompleteNames(context.ParseResult));
        return argument;
    }
}
