using System.CommandLine;
using System.Globalization;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Commands;

/// <summary>The options of the command about offsets: what to do, at most one, and where and how.</summary>
internal sealed class OffsetOptions
{
    public OffsetOptions()
    {
        ToDatetime.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && TimeOf(result.Tokens[0].Value) is null)
            {
                result.AddError($"'{result.Tokens[0].Value}' is no time since 1970. Write it as 2026-01-31T08:00:00Z, or without the Z for the time of this machine.");
            }
        });
        Arguments.Require<long>(ShiftBy, _ => true, "'--shift-by' is a whole number of records: 100, or -100 to go back.");
        Topic.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => PartitionsOf(token.Value) is null) is { } bad)
            {
                result.AddError($"'{bad.Value}' is no topic. Write TOPIC, or TOPIC:0,2 for some of its partitions.");
            }
        });
    }

    public Option<bool> ToEarliest { get; } = new("--to-earliest") { Description = "Move a sink to the first records that are still there" };

    public Option<bool> ToLatest { get; } = new("--to-latest") { Description = "Move a sink behind the last records" };

    public Option<string?> ToDatetime { get; } = new("--to-datetime") { HelpName = "TIME", Description = "Move a sink to the first records of that time, for example 2026-01-31T08:00:00Z" };

    public Option<long?> ShiftBy { get; } = new("--shift-by") { HelpName = "COUNT", Description = "Move a sink so many records forward, or back with a minus; not out of the log" };

    public Option<string?> Set { get; } = new("--set") { HelpName = "FILE", Description = "Set the offsets that a JSON file has, - for standard input; one of null is removed" };

    public Option<bool> Reset { get; } = new("--reset") { Description = "Remove all offsets" };

    public Option<bool> Undo { get; } = new("--undo") { Description = "Restore the offsets before the last change" };

    public Option<string[]> Topic { get; } = new("--topic") { HelpName = "TOPIC[:PARTITIONS]", Description = "Move a sink in these topics only, or in some partitions: orders:0,2" };

    public Option<bool> DryRun { get; } = new("--dry-run") { Description = "Show the plan and change nothing" };

    public Option<bool> Yes { get; } = new("--yes", "-y") { Description = "Do not ask" };

    private Option[] Moves => [ToEarliest, ToLatest, ToDatetime, ShiftBy];

    public void AddTo(Command command)
    {
        Option[] actions = [.. Moves, Set, Reset, Undo];
        foreach (var option in (Option[])[.. actions, Topic, DryRun, Yes])
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (actions.Count(option => Arguments.IsGiven(result, option)) > 1)
            {
                result.AddError($"Only one of {string.Join(", ", actions.Select(option => option.Name))} at a time.");
            }

            if (Arguments.IsGiven(result, Topic) && !Moves.Any(option => Arguments.IsGiven(result, option)))
            {
                result.AddError($"'--topic' goes with {string.Join(", ", Moves.Select(option => option.Name))} only.");
            }
        });
    }

    /// <summary>The time of <c>--to-datetime</c>.</summary>
    public DateTimeOffset? Time(ParseResult parsed) => parsed.GetValue(ToDatetime) is { } text ? TimeOf(text) : null;

    /// <summary>Which partitions are meant.</summary>
    public Func<ConnectorOffset, bool> IsMeant(ParseResult parsed)
    {
        var topics = (parsed.GetValue(Topic) ?? []).Select(PartitionsOf).OfType<(string Topic, int[] Partitions)>().ToList();
        return offset => topics.Count == 0
            || topics.Exists(topic => topic.Topic == offset.Topic && (topic.Partitions.Length == 0 || topic.Partitions.Contains(offset.TopicPartition ?? -1)));
    }

    private static DateTimeOffset? TimeOf(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time) && time.ToUnixTimeMilliseconds() >= 0 ? time : null;

    private static (string Topic, int[] Partitions)? PartitionsOf(string text)
    {
        var parts = text.Split(':');
        var numbers = parts.Length == 1 ? [] : parts[1].Split(',');
        return parts.Length <= 2 && parts[0].Length > 0 && Array.TrueForAll(numbers, number => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            ? (parts[0], Array.ConvertAll(numbers, number => int.Parse(number, CultureInfo.InvariantCulture)))
            : null;
    }
}
