using OrleansConnect.Client;
using Spectre.Console;

namespace OrleansConnect.Cli.Rendering;

/// <summary>States as words and colours.</summary>
internal static class States
{
    public static string Word(InstanceState state) => state.ToString().ToUpperInvariant();

    public static Text Cell(InstanceState state) => new(Word(state), StyleOf(state));

    /// <summary>A task's state; a stalled one runs, but not well.</summary>
    public static Text Cell(ConnectorTaskStatus task) =>
        task.Progress?.StalledSince is not null && task.Instance.State == InstanceState.Running ? new("STALLED", new(Color.Yellow)) : Cell(task.Instance.State);

    public static string Word(ConnectorKind kind) => kind switch
    {
        ConnectorKind.Source => "source",
        ConnectorKind.Sink => "sink",
        _ => "unknown",
    };

    /// <summary>How many tasks are in which state, for example <c>2 running, 1 failed</c>.</summary>
    public static Text Tasks(ConnectorStatus status)
    {
        var states = status.Tasks.GroupBy(task => task.Instance.State).OrderBy(group => group.Key)
            .Select(group => $"{group.Count()} {group.Key.ToString().ToLowerInvariant()}");
        var hasFailed = status.Tasks.Any(task => task.Instance.State == InstanceState.Failed);
        return new(status.Tasks.Count == 0 ? "none" : string.Join(", ", states), hasFailed ? StyleOf(InstanceState.Failed) : Style.Plain);
    }

    /// <summary>What went wrong, without where: the first line of a trace and those of its causes, but none that only repeats what was said.</summary>
    public static string Reason(string trace)
    {
        var reason = "";
        foreach (var line in trace.Trim().Split('\n', StringSplitOptions.TrimEntries))
        {
            if (reason.Length == 0)
            {
                reason = line;
            }
            else if (CauseIn(line) is { } cause && !reason.Contains(MessageOf(cause), StringComparison.Ordinal))
            {
                reason += $" Cause: {cause}";
            }
        }

        return reason;
    }

    // As .NET and as Java write it. .NET names the further ones of several causes behind the places, as "(Inner Exception #1)"; they are in the trace.
    private static string? CauseIn(string line) => line.StartsWith("---> ", StringComparison.Ordinal) && !line.StartsWith("---> (", StringComparison.Ordinal) ? line[5..]
        : line.StartsWith("Caused by: ", StringComparison.Ordinal) ? line[11..]
        : null;

    private static string MessageOf(string cause) => cause.IndexOf(": ", StringComparison.Ordinal) is > 0 and var end && !cause.AsSpan(0, end).Contains(' ') ? cause[(end + 2)..] : cause;

    private static Style StyleOf(InstanceState state) => state switch
    {
        InstanceState.Running => new(Color.Green),
        InstanceState.Failed => new(Color.Red),
        InstanceState.Paused or InstanceState.Stopped => new(Color.Grey),
        _ => new(Color.Yellow),
    };
}
