using OrleansConnect.Cli.Plans;
using Spectre.Console;

namespace OrleansConnect.Cli.Rendering;

/// <summary>A plan as people read it.</summary>
internal static class PlanText
{
    private static readonly Style Added = new(Color.Green);
    private static readonly Style Changed = new(Color.Yellow);
    private static readonly Style Removed = new(Color.Red);

    public static Paragraph Of(Plan plan)
    {
        var text = new Paragraph();
        foreach (var connector in plan.Connectors.OrderBy(connector => connector.Action))
        {
            Append(text, connector);
        }

        text.AppendLine(Summary(plan));
        return text;
    }

    public static string Summary(Plan plan)
    {
        string[] parts =
        [
            Part("create", plan.Count(PlannedAction.Create)), Part("change", plan.Count(PlannedAction.Change)), Part("delete", plan.Count(PlannedAction.Delete)),
        ];
        var toDo = string.Join(", ", parts.Where(part => part.Length > 0));
        return $"Plan: {(toDo.Length == 0 ? "nothing to do" : toDo)}; {plan.Count(PlannedAction.Unchanged)} unchanged.";

        static string Part(string verb, int count) => count == 0 ? "" : $"{verb} {count}";
    }

    private static void Append(Paragraph text, PlannedConnector connector)
    {
        var (sign, style) = connector.Action switch
        {
            PlannedAction.Create => ('+', Added),
            PlannedAction.Change => ('~', Changed),
            PlannedAction.Delete => ('-', Removed),
            _ => (' ', Style.Plain),
        };
        var origin = connector.File is { } file ? $" ({file})" : "";
        text.AppendLine($"{sign} {connector.Action.ToString().ToLowerInvariant()} {connector.Name}{origin}", style);
        foreach (var change in connector.Changes)
        {
            text.AppendLine(Line(change, connector.Action), StyleOf(change));
        }
    }

    private static string Line(SettingChange change, PlannedAction action) => change switch
    {
        { ShownBefore: null } => $"    {(action == PlannedAction.Create ? " " : "+")} {change.Key} = {change.ShownAfter}",
        { ShownAfter: null } => $"    - {change.Key} = {change.ShownBefore}",
        _ => $"    ~ {change.Key}: {change.ShownBefore} -> {change.ShownAfter}",
    };

    private static Style StyleOf(SettingChange change) => change switch
    {
        { ShownBefore: null } => Added,
        { ShownAfter: null } => Removed,
        _ => Changed,
    };
}
