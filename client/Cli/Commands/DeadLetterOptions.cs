using System.CommandLine;
using System.CommandLine.Parsing;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Commands;

/// <summary>The options of a replay: which letters, where to, and how changed.</summary>
internal sealed class DeadLetterOptions
{
    private const int CountDefault = 10_000;
    private const int CountMax = 100_000;
    private const int BatchDefault = 500;
    private const int BatchMax = 1000;

    public DeadLetterOptions()
    {
        To.CompletionSources.Add("topic", "connector");
        To.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.Tokens[0].Value is not ("topic" or "connector"))
            {
                result.AddError("'--to' is topic or connector.");
            }
        });
        Header.Validators.Add(result => RequirePair(result, "a header"));
    }

    public Argument<string[]> Ids { get; } = new("ID") { Arity = ArgumentArity.ZeroOrMore, Description = "The letters, PARTITION:OFFSET each" };

    public Option<string[]> Group { get; } = new("--group") { HelpName = "GROUP", Description = "All letters of a group that 'dlq list' shows" };

    public Option<bool> All { get; } = new("--all") { Description = "All letters that 'dlq list' shows" };

    public Option<string?> To { get; } = new("--to") { HelpName = "WHERE", Description = "topic (default): back to where they came from; connector: straight to the sink" };

    public Option<string?> Topic { get; } = new("--topic") { HelpName = "TOPIC", Description = "Another topic than the original one" };

    public Option<string[]> Config { get; } = new("--config") { HelpName = "FILE|KEY=VALUE", Description = "Settings over the connector's, for this replay only" };

    public Option<bool> Edit { get; } = new("--edit") { Description = "Change the letter in $EDITOR first" };

    public Option<string?> Key { get; } = new("--key") { HelpName = "TEXT", Description = "Another key for the letter" };

    public Option<string?> Value { get; } = new("--value") { HelpName = "TEXT", Description = "Another value for the letter" };

    public Option<string?> SetValue { get; } = new("--set-value") { HelpName = "FILE", Description = "Another value for the letter, from a file; - reads standard input" };

    public Option<string[]> Header { get; } = new("--header") { HelpName = "NAME=VALUE", Description = "A header of the letter, new or changed" };

    public Option<bool> Again { get; } = new("--again") { Description = "Letters of unknown outcome too, which may write them twice" };

    public Option<int> CountOption { get; } = Count();

    public Option<int> Batch { get; } = Number("--batch", $"How many letters are replayed at once, fewer for large ones; at most {BatchMax}", BatchDefault, BatchMax);

    public Option<bool> DryRun { get; } = new("--dry-run") { Description = "Show what would become of them and replay nothing" };

    public Option<bool> Yes { get; } = new("--yes", "-y") { Description = "Do not ask" };

    public static Option<int> Count() => Number("--count", $"How many of the newest records to look at; at most {CountMax}", CountDefault, CountMax);

    public void AddTo(Command command)
    {
        command.Arguments.Add(Ids);
        foreach (var option in (Option[])[Group, All, To, Topic, Config, Edit, Key, Value, SetValue, Header, Again, CountOption, Batch, DryRun, Yes])
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            var ways = (result.GetResult(Ids)?.Tokens.Count > 0 ? 1 : 0) + (Arguments.IsGiven(result, Group) ? 1 : 0) + (Arguments.IsGiven(result, All) ? 1 : 0);
            if (ways != 1)
            {
                result.AddError("Name the letters by ID, or choose --group or --all: one of the three.");
            }

            if (Arguments.IsGiven(result, Value) && Arguments.IsGiven(result, SetValue))
            {
                result.AddError("Only one of '--value' and '--set-value' at a time.");
            }

            if (IsEdit(result) && result.GetResult(Ids)?.Tokens.Count != 1)
            {
                result.AddError("'--edit', '--key', '--value', '--set-value' and '--header' go with the ID of one letter.");
            }
        });
    }

    public ReplayTarget Target(ParseResult parsed) => parsed.GetValue(To) == "connector" ? ReplayTarget.Connector : ReplayTarget.Topic;

    private bool IsEdit(CommandResult result) => Array.Exists((Option[])[Edit, Key, Value, SetValue, Header], option => Arguments.IsGiven(result, option));

    private static void RequirePair(OptionResult result, string what)
    {
        if (result.Tokens.FirstOrDefault(token => token.Value.IndexOf('=', StringComparison.Ordinal) < 1) is { } bad)
        {
            result.AddError($"'{bad.Value}' is not {what}. Write NAME=VALUE.");
        }
    }

    private static Option<int> Number(string name, string description, int fallback, int max)
    {
        var option = new Option<int>(name) { HelpName = "COUNT", Description = description, DefaultValueFactory = _ => fallback };
        Arguments.Require<int>(option, count => count >= 1 && count <= max, $"'{name}' is a number from 1 to {max}.");
        return option;
    }
}
