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

    /// <summary>The first line of a trace: what went wrong, without where.</summary>
    public static string FirstLine(string trace) => trace.AsSpan().TrimStart().EnumerateLines() is var lines && lines.MoveNext() ? lines.Current.ToString() : "";

    private static Style StyleOf(InstanceState state) => state switch
    {
        InstanceState.Running => new(Color.Green),
        InstanceState.Failed => new(Color.Red),
        InstanceState.Paused or InstanceState.Stopped => new(Color.Grey),
        _ => new(Color.Yellow),
    };
}
